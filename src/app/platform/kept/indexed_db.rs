//! Files in a database of the origin, for browsers whose pages cannot write private files.
//!
//! They are stored as array buffers, since private windows refuse blobs. The key of a file is its
//! folder and its number. The browser's interface is called directly: the same calls through the
//! crate `idb` 0.6.5 make a program of 36.3 kB (gzip) instead of 19.8 kB.

use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const DATABASE: &str = "rotation";
const FILES: &str = "files";

/// Whether the page may have a database.
pub(super) async fn is_open() -> bool {
    open().await.is_ok()
}

/// Writes a file, and the size it has when it is read back.
pub(super) async fn write(folder: &str, number: usize, content: &Blob) -> Result<f64, JsValue> {
    // A transaction ends when it waits for anything else: the bytes are there before it begins.
    let bytes = JsFuture::from(content.array_buffer()).await?;
    let (files, transaction) = begin(IdbTransactionMode::Readwrite).await?;
    files.put_with_key(&bytes, &key(folder, number))?;
    end(&transaction).await?;
    Ok(read(folder, number).await?.size())
}

/// A file that was written.
pub(super) async fn read(folder: &str, number: usize) -> Result<Blob, JsValue> {
    let (files, _) = begin(IdbTransactionMode::Readonly).await?;
    let bytes = answer(&files.get(&key(folder, number))?).await?;
    let bytes: ArrayBuffer = bytes.dyn_into()?;
    Blob::new_with_buffer_source_sequence(&Array::of1(&bytes))
}

/// Deletes a folder and its files.
pub(super) async fn delete(folder: &str) -> Result<(), JsValue> {
    let (files, transaction) = begin(IdbTransactionMode::Readwrite).await?;
    // "0" is the letter behind "/".
    let (first, behind) = (format!("{folder}/"), format!("{folder}0"));
    let range = IdbKeyRange::bound(&first.into(), &behind.into())?;
    files.delete(&range.into())?;
    end(&transaction).await
}

/// The names of all folders, once for each of their files.
pub(super) async fn folders() -> Result<Vec<String>, JsValue> {
    let (files, _) = begin(IdbTransactionMode::Readonly).await?;
    let keys: Array = answer(&files.get_all_keys()?).await?.unchecked_into();
    let folder = |key: JsValue| Some(key.as_string()?.rsplit_once('/')?.0.to_owned());
    Ok(keys.iter().filter_map(folder).collect())
}

fn key(folder: &str, number: usize) -> JsValue {
    format!("{folder}/{number}").into()
}

async fn begin(mode: IdbTransactionMode) -> Result<(IdbObjectStore, IdbTransaction), JsValue> {
    let transaction = open().await?.transaction_with_str_and_mode(FILES, mode)?;
    Ok((transaction.object_store(FILES)?, transaction))
}

async fn open() -> Result<IdbDatabase, JsValue> {
    let factory = Reflect::get(&super::super::window(), &"indexedDB".into())?;
    if !factory.is_object() {
        return Err(JsValue::NULL);
    }
    let request = factory.unchecked_into::<IdbFactory>().open_with_u32(DATABASE, 1)?;
    let opened = request.clone();
    let create = Closure::once(move || {
        let database = opened.result().map(JsCast::unchecked_into::<IdbDatabase>);
        let _ = database.and_then(|database| database.create_object_store(FILES));
    });
    request.set_onupgradeneeded(Some(create.as_ref().unchecked_ref()));
    Ok(answer(&request).await?.unchecked_into())
}

/// The answer to a request.
async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done: Function, failed: Function| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error()?.map_or(JsValue::NULL, JsValue::from)),
    }
}

/// Waits until a transaction has written all: a full disk may show only here.
async fn end(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |done: Function, failed: Function| {
        transaction.set_oncomplete(Some(&done));
        transaction.set_onabort(Some(&failed));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(JsValue::NULL, JsValue::from)),
    }
}
