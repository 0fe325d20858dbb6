//! Files in the origin's private file system, a folder for each set.

use js_sys::{AsyncIterator, IteratorNext, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemRemoveOptions, FileSystemWritableFileStream,
};

/// Whether the page may write files here: older browsers have the folder, but cannot write into it
/// from a page, and some refuse it in private windows.
pub(super) async fn is_writable() -> bool {
    let prototype = Reflect::get(&super::super::window(), &"FileSystemFileHandle".into())
        .and_then(|class| Reflect::get(&class, &"prototype".into()));
    let can_write =
        prototype.is_ok_and(|own| Reflect::has(&own, &"createWritable".into()).unwrap_or_default());
    can_write && root().await.is_ok()
}

/// Writes a file, and the size it has when it is read back.
pub(super) async fn write(folder: &str, number: usize, content: &Blob) -> Result<f64, JsValue> {
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    let folder = root().await?.get_directory_handle_with_options(folder, &options);
    let folder: FileSystemDirectoryHandle = JsFuture::from(folder).await?.unchecked_into();
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let handle = folder.get_file_handle_with_options(&number.to_string(), &options);
    let handle: FileSystemFileHandle = JsFuture::from(handle).await?.unchecked_into();
    let stream = JsFuture::from(handle.create_writable()).await?;
    let stream: FileSystemWritableFileStream = stream.unchecked_into();
    JsFuture::from(stream.write_with_blob(content)?).await?;
    JsFuture::from(stream.close()).await?;
    Ok(file(&handle).await?.size())
}

/// A file that was written.
pub(super) async fn read(folder: &str, number: usize) -> Result<Blob, JsValue> {
    let folder = JsFuture::from(root().await?.get_directory_handle(folder)).await?;
    let folder: FileSystemDirectoryHandle = folder.unchecked_into();
    let handle = JsFuture::from(folder.get_file_handle(&number.to_string())).await?;
    file(handle.unchecked_ref()).await
}

/// Deletes a folder and its files.
pub(super) async fn delete(folder: &str) -> Result<(), JsValue> {
    let options = FileSystemRemoveOptions::new();
    options.set_recursive(true);
    JsFuture::from(root().await?.remove_entry_with_options(folder, &options)).await?;
    Ok(())
}

/// The names of all folders.
pub(super) async fn folders() -> Result<Vec<String>, JsValue> {
    let names: AsyncIterator = root().await?.keys();
    let mut folders = Vec::new();
    loop {
        let next: IteratorNext = JsFuture::from(names.next()?).await?.unchecked_into();
        if next.done() {
            return Ok(folders);
        }
        folders.extend(next.value().as_string());
    }
}

async fn file(handle: &FileSystemFileHandle) -> Result<Blob, JsValue> {
    Ok(JsFuture::from(handle.get_file()).await?.unchecked_into())
}

/// The origin's own folder. A page that was not served safely has no storage at all.
async fn root() -> Result<FileSystemDirectoryHandle, JsValue> {
    let navigator = super::super::window().navigator();
    let storage = Reflect::get(&navigator, &"storage".into())?;
    if !storage.is_object() || !Reflect::has(&storage, &"getDirectory".into())? {
        return Err(JsValue::NULL);
    }
    Ok(JsFuture::from(navigator.storage().get_directory()).await?.unchecked_into())
}
