//! The worker that makes a market of files.

use std::borrow::Cow;

use super::{listen, post};
use crate::import::{self, Imported, SourceFile, packed};
use crate::message::reader::{File, Loaded, Refused, Reply, Request};
use crate::message::{self, engine};

/// Serves the page.
pub fn serve() {
    listen(|bytes| match message::read(&bytes) {
        Ok(request) => read(&request),
        Err(error) => refuse(Refused::because(error.to_string())),
    });
}

/// Reads files; the market goes with the reply as what the engine is to be sent.
fn read(request: &Request) {
    let contents: Vec<Cow<'_, [u8]>> = request.files.iter().map(content).collect();
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

fn refuse(refused: Refused) {
    post(&[message::write(&Reply::Refused(Box::new(refused)))]);
}

/// The sample comes as the page fetches it.
fn content(file: &File) -> Cow<'_, [u8]> {
    let csv = if file.is_packed { packed::unpack(&file.bytes) } else { None };
    csv.map_or(Cow::Borrowed(&file.bytes[..]), |csv| Cow::Owned(csv.into_bytes()))
}
