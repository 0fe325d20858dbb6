//! The worker that makes a market of files.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

use super::{listen, post};
use crate::import::{self, Imported, SourceFile, packed};
use crate::message::reader::{File, Loaded, Refused, Reply, Request};
use crate::message::{self, engine};

/// Serves the page.
pub fn serve() {
    listen(|bytes, contents| match message::read(&bytes) {
        Ok(request) => read(&request, &contents),
        Err(error) => refuse(Refused::because(error.to_string())),
    });
}

/// Reads files; the market goes with the reply as what the engine is to be sent.
fn read(request: &Request, contents: &[JsValue]) {
    let files = request.files.iter().zip(contents);
    let contents: Result<Vec<Vec<u8>>, String> =
        files.map(|(file, content)| bytes(file, content)).collect();
    let contents = match contents {
        Ok(contents) => contents,
        Err(message) => return refuse(Refused::because(message)),
    };
    let sources = request.files.iter().zip(&contents);
    let sources = sources.map(|(file, bytes)| SourceFile { name: &file.name, role: None, bytes });
    match import::import(&sources.collect::<Vec<_>>(), &request.options) {
        Ok(Imported { market, summary }) => {
            let loaded = Box::new(Loaded::of(&market, market.fingerprint(), summary));
            let market = message::write(&engine::Request::Hold(Box::new(market)));
            post(&[message::write(&Reply::Loaded(loaded)), market]);
        }
        Err(error) => refuse(Refused::of(&error)),
    }
}

/// What is in a file; the sample comes as the page fetches it.
fn bytes(File { name, is_packed }: &File, content: &JsValue) -> Result<Vec<u8>, String> {
    let blob: &Blob = content.unchecked_ref();
    let buffer = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(blob));
    let buffer = buffer.map_err(|_| {
        format!("{name}: the browser cannot read it; choose a file that exists, and not a folder")
    })?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let csv = if *is_packed { packed::unpack(&bytes) } else { None };
    Ok(csv.map_or(bytes, String::into_bytes))
}

fn refuse(refused: Refused) {
    post(&[message::write(&Reply::Refused(Box::new(refused)))]);
}
