//! The user's files in the browser's own storage (the origin's private file system), if the user
//! wants them there. Nothing of it leaves the computer.

use js_sys::{Array, ArrayBuffer, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemRemoveOptions, FileSystemWritableFileStream,
};

use super::files::Source;
use crate::view::kept::Kept;

/// The folder that all files are in; each is named by its place in the set.
const FOLDER: &str = "data";

/// Writes a set of files in place of the one before.
///
/// # Errors
/// What the browser does not allow, and what to do.
pub async fn write(files: &[Source]) -> Result<(), String> {
    write_all(files).await.map_err(|_| {
        "this browser does not keep files here, or has no room for them; use a current browser, \
         not in private mode"
            .to_owned()
    })
}

/// The files of a set.
///
/// # Errors
/// That they are not there any more.
pub async fn read(kept: &Kept) -> Result<Vec<Source>, String> {
    read_all(kept).await.map_err(|_| {
        "the files kept on this computer are not there any more; drop them again".to_owned()
    })
}

/// Files whose content does not go when what is kept does.
///
/// # Errors
/// That the browser cannot read one.
pub async fn detached(files: &[Source]) -> Result<Vec<Source>, JsValue> {
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

/// Deletes whatever is kept.
pub async fn delete() {
    if let Ok(root) = root().await {
        // What is not there need not be deleted.
        let _ = remove(&root).await;
    }
}

async fn write_all(files: &[Source]) -> Result<(), JsValue> {
    let root = root().await?;
    let _ = remove(&root).await;
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    let folder = JsFuture::from(root.get_directory_handle_with_options(FOLDER, &options)).await?;
    let folder: FileSystemDirectoryHandle = folder.unchecked_into();
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    for (place, file) in files.iter().enumerate() {
        let handle = folder.get_file_handle_with_options(&place.to_string(), &options);
        let handle: FileSystemFileHandle = JsFuture::from(handle).await?.unchecked_into();
        // Older browsers have the folder, but cannot write into it from here.
        if !Reflect::has(&handle, &"createWritable".into())? {
            return Err(JsValue::NULL);
        }
        let stream = JsFuture::from(handle.create_writable()).await?;
        let stream: FileSystemWritableFileStream = stream.unchecked_into();
        JsFuture::from(stream.write_with_blob(&file.content)?).await?;
        JsFuture::from(stream.close()).await?;
    }
    Ok(())
}

async fn read_all(kept: &Kept) -> Result<Vec<Source>, JsValue> {
    let folder = JsFuture::from(root().await?.get_directory_handle(FOLDER)).await?;
    let folder: FileSystemDirectoryHandle = folder.unchecked_into();
    let mut read = Vec::with_capacity(kept.files.len());
    for (place, (name, _)) in kept.files.iter().enumerate() {
        let handle = JsFuture::from(folder.get_file_handle(&place.to_string())).await?;
        let handle: FileSystemFileHandle = handle.unchecked_into();
        let file: web_sys::File = JsFuture::from(handle.get_file()).await?.unchecked_into();
        let content = file.into();
        read.push(Source { name: name.clone(), content, packed: None, is_kept: true });
    }
    Ok(read)
}

async fn remove(root: &FileSystemDirectoryHandle) -> Result<JsValue, JsValue> {
    let options = FileSystemRemoveOptions::new();
    options.set_recursive(true);
    JsFuture::from(root.remove_entry_with_options(FOLDER, &options)).await
}

/// The origin's own folder. A page that was not served safely has no storage at all.
async fn root() -> Result<FileSystemDirectoryHandle, JsValue> {
    let navigator = super::window().navigator();
    let storage = Reflect::get(&navigator, &"storage".into())?;
    if !storage.is_object() || !Reflect::has(&storage, &"getDirectory".into())? {
        return Err(JsValue::NULL);
    }
    Ok(JsFuture::from(navigator.storage().get_directory()).await?.unchecked_into())
}
