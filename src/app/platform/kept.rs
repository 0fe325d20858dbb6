//! The user's files in the browser's own storage, if the user wants them there. Nothing of it
//! leaves the computer.
//!
//! A set of files is written into a folder of its own, in the origin's private file system or,
//! where pages cannot write there, in a database. The current set is recorded elsewhere, so that
//! an incompletely written set replaces nothing.

mod indexed_db;
mod private_files;

use js_sys::{Array, ArrayBuffer, Date, Math, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::files::Source;
use crate::view::kept::{BrowserStore, KeepError, KeptLocation, StoredSet};

/// Where this browser can keep files, the better store first.
pub async fn stores() -> Vec<BrowserStore> {
    let mut stores = Vec::new();
    if private_files::is_writable().await {
        stores.push(BrowserStore::PrivateFiles);
    }
    if indexed_db::is_open().await {
        stores.push(BrowserStore::Database);
    }
    stores
}

/// Writes files into a new folder and reads their sizes back.
///
/// # Errors
/// Why they are not stored; then nothing of them is left.
pub async fn write(files: &[Source]) -> Result<KeptLocation, KeepError> {
    let mut result = Err(KeepError::NoStore);
    for store in stores().await {
        let place = KeptLocation::new(store, Date::now(), Math::random());
        result = match write_to(&place, files).await {
            Ok(()) => return Ok(place),
            Err(error) => Err(error),
        };
        delete(&place).await;
        if matches!(result, Err(KeepError::Full(_))) {
            break; // both stores share the room that a page has
        }
    }
    result
}

async fn write_to(place: &KeptLocation, files: &[Source]) -> Result<(), KeepError> {
    let bytes = files.iter().map(|file| file.content.size() as u64).sum();
    let failed = |error: JsValue| KeepError::named(&error_name(&error), bytes);
    for (number, file) in files.iter().enumerate() {
        let stored = match place.store {
            BrowserStore::PrivateFiles => {
                private_files::write(&place.folder, number, &file.content).await
            }
            BrowserStore::Database => indexed_db::write(&place.folder, number, &file.content).await,
        };
        if stored.map_err(failed)? != file.content.size() {
            return Err(KeepError::Incomplete(file.name.clone()));
        }
    }
    Ok(())
}

/// The files of a set.
///
/// # Errors
/// [`KeepError::Gone`] unless each is there with the size it had.
pub async fn read(set: &StoredSet) -> Result<Vec<Source>, KeepError> {
    let folder = &set.place.folder;
    let mut files = Vec::with_capacity(set.kept.files.len());
    for (number, (name, size)) in set.kept.files.iter().enumerate() {
        let content = match set.place.store {
            BrowserStore::PrivateFiles => private_files::read(folder, number).await,
            BrowserStore::Database => indexed_db::read(folder, number).await,
        };
        let content = content.map_err(|_| KeepError::Gone)?;
        if content.size() as u64 != *size {
            return Err(KeepError::Gone);
        }
        files.push(Source { name: name.clone(), content, packed: None, is_kept: true });
    }
    Ok(files)
}

/// Deletes a set.
pub async fn delete(place: &KeptLocation) {
    // What is not there need not be deleted.
    let _ = match place.store {
        BrowserStore::PrivateFiles => private_files::delete(&place.folder).await,
        BrowserStore::Database => indexed_db::delete(&place.folder).await,
    };
}

/// Deletes what tabs have left that were closed while they wrote; not the set that is kept.
pub async fn delete_abandoned(kept: Option<&KeptLocation>) {
    let now = Date::now();
    let listed = [
        (BrowserStore::PrivateFiles, private_files::folders().await.unwrap_or_default()),
        (BrowserStore::Database, indexed_db::folders().await.unwrap_or_default()),
    ];
    for (store, folders) in listed {
        for folder in folders {
            let is_old = KeptLocation::is_abandoned(&folder, now);
            let place = KeptLocation { store, folder };
            if is_old && kept != Some(&place) {
                delete(&place).await;
            }
        }
    }
}

/// Copies of files that stay readable after the stored ones are deleted.
///
/// # Errors
/// If the browser cannot read one.
pub async fn copy_from_store(files: &[Source]) -> Result<Vec<Source>, JsValue> {
    let mut copies = Vec::with_capacity(files.len());
    for file in files {
        if !file.is_kept {
            copies.push(file.clone());
            continue;
        }
        let buffer: ArrayBuffer =
            JsFuture::from(file.content.array_buffer()).await?.unchecked_into();
        let content = Blob::new_with_buffer_source_sequence(&Array::of1(&buffer))?;
        copies.push(Source { content, is_kept: false, ..file.clone() });
    }
    Ok(copies)
}

/// What the browser calls an error.
fn error_name(error: &JsValue) -> String {
    Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}
