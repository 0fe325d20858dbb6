//! Files that come in. The page passes them on unread: the reader asks the browser for their bytes.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

use super::loader;
use crate::import;
use crate::view::sheet::arrange;

/// A file whose content has not been read yet.
#[derive(Clone)]
pub struct Source {
    /// Its own name.
    pub name: String,
    /// Its content.
    pub content: Blob,
    /// The same of the sample, which the engine reads itself.
    pub packed: Option<Vec<u8>>,
    /// Whether its content comes from the browser's storage.
    pub is_kept: bool,
}

/// Files as sources.
#[must_use]
pub fn sources(list: &[web_sys::File]) -> Vec<Source> {
    let source = |file: &web_sys::File| Source {
        name: file.name(),
        content: Blob::clone(file),
        packed: None,
        is_kept: false,
    };
    list.iter().map(source).collect()
}

/// The text of a small file that the page itself reads.
///
/// # Errors
/// That it is too large, or that the browser cannot read it.
pub async fn text(file: &web_sys::File) -> Result<String, String> {
    /// The most bytes to read.
    const SMALL: f64 = 1_048_576.0;
    if file.size() > SMALL {
        return Err(format!("{}: expected at most 1 MiB; choose another file", file.name()));
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    text.ok_or_else(|| {
        format!("{}: the browser cannot read it; choose a file that exists", file.name())
    })
}

/// The data files of folders, in the order of their paths.
///
/// # Errors
/// That the browser does not open a folder, or that there is no data in it.
pub async fn within(folders: Vec<FileSystemEntry>) -> Result<Vec<web_sys::File>, String> {
    let names: Vec<String> = folders.iter().map(FileSystemEntry::name).collect();
    let names = names.join(", ");
    let (mut paths, mut found) = (Vec::new(), Vec::new());
    let mut open = folders;
    while let Some(entry) = open.pop() {
        let inside = read_entry(&entry, &mut open).await.map_err(|_| {
            format!("{names}: the browser does not open the folder; choose the files in it")
        })?;
        let path = entry.full_path();
        if let Some(file) = inside.filter(|_| import::is_data_file(&path)) {
            paths.push(path);
            found.push(file);
        }
    }
    if found.is_empty() {
        return Err(describe_empty_folder(&names));
    }
    Ok(sort_by_path(&paths, &found))
}

/// Files in the order of their paths.
fn sort_by_path(paths: &[String], files: &[web_sys::File]) -> Vec<web_sys::File> {
    let mut order: Vec<u32> = (0..files.len() as u32).collect();
    arrange(&mut order, &|a, b| paths[a as usize].cmp(&paths[b as usize]));
    order.into_iter().map(|place| files[place as usize].clone()).collect()
}

/// The message for a folder without data files.
#[must_use]
pub fn describe_empty_folder(folder: &str) -> String {
    format!(
        "{folder}: expected files named .csv, .txt, .tsv, .gz or .zip, found none; choose another \
         folder"
    )
}

/// The file of an entry; the content of a folder is added to `open`.
async fn read_entry(
    entry: &FileSystemEntry,
    open: &mut Vec<FileSystemEntry>,
) -> Result<Option<web_sys::File>, JsValue> {
    if !entry.is_directory() {
        let file: &FileSystemFileEntry = entry.unchecked_ref();
        let promise = Promise::new(&mut |done, failed| {
            file.file_with_callback_and_callback(&done, &failed);
        });
        return Ok(Some(JsFuture::from(promise).await?.unchecked_into()));
    }
    let reader = entry.unchecked_ref::<FileSystemDirectoryEntry>().create_reader();
    // A folder is listed in batches, the last of which is empty.
    loop {
        let promise = Promise::new(&mut |done, failed| {
            if let Err(error) = reader.read_entries_with_callback_and_callback(&done, &failed) {
                wasm_bindgen::throw_val(error);
            }
        });
        let part: Array = JsFuture::from(promise).await?.unchecked_into();
        if part.length() == 0 {
            return Ok(None);
        }
        open.extend(part.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// What was dropped: files, and folders, which can be asked for only while they are dropped.
#[must_use]
pub fn dropped(transfer: &DataTransfer) -> (Vec<web_sys::File>, Vec<FileSystemEntry>) {
    let items = transfer.items();
    let items = (0..items.length()).filter_map(|index| items.get(index));
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for item in items.filter(|item| item.kind() == "file") {
        match item.webkit_get_as_entry() {
            Ok(Some(entry)) if entry.is_directory() => folders.push(entry),
            _ => files.extend(item.get_as_file().ok().flatten()),
        }
    }
    (files, folders)
}

/// The data files of a list that may be a whole folder.
#[must_use]
pub fn of_folder(list: &FileList) -> Vec<web_sys::File> {
    let mut files = each(list);
    files.retain(|file| import::is_data_file(&file.name()));
    sort_by_path(&files.iter().map(web_sys::File::name).collect::<Vec<_>>(), &files)
}

/// The files of a list.
#[must_use]
pub fn each(list: &FileList) -> Vec<web_sys::File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

/// The packed sample.
///
/// # Errors
/// That it could not be fetched, and what to do.
pub async fn fetch_sample(name: &str) -> Result<Source, String> {
    let missing =
        |_| "the sample could not be fetched; check the connection and reload the page".to_owned();
    let bytes = loader::sample().await.map_err(missing)?;
    let content = Blob::new_with_u8_array_sequence(&Array::of1(&bytes)).map_err(missing)?;
    let packed = Some(bytes.to_vec());
    Ok(Source { name: name.to_owned(), content, packed, is_kept: false })
}
