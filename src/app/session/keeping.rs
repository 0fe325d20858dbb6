//! Files that stay on this computer: kept when the user says so, opened with the page.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use super::loading::Batch;
use crate::app::platform::files::Source;
use crate::app::platform::{kept, storage};
use crate::view::kept::Kept;

impl Session {
    /// Keeps the files of the market, in place of those kept before.
    pub fn keep_files(self) {
        let batch = self.with(|inner| inner.loads.current.clone());
        let Some(set) = batch.set() else { return };
        spawn_local(async move {
            let files = self.detached(batch.files).await;
            match kept::write(&files).await {
                Ok(()) => {
                    storage::remember_kept(Some(&set.to_text()));
                    self.notices.dismiss("kept");
                    self.data.kept.set(Some(set));
                }
                Err(message) => {
                    // What was there before is gone, or half overwritten.
                    self.delete_kept();
                    self.notices.show("kept", message, true);
                }
            }
        });
    }

    /// Deletes what is kept.
    pub fn delete_kept(self) {
        storage::remember_kept(None);
        self.data.kept.set(None);
        self.notices.dismiss("kept");
        spawn_local(async move {
            let files = self.with(|inner| inner.loads.current.files.clone());
            self.detached(files).await;
            kept::delete().await;
        });
    }

    /// Files that may be those that are kept, so that they stay when these go; the market's own are
    /// replaced by them, whatever has come meanwhile.
    async fn detached(self, files: Vec<Source>) -> Vec<Source> {
        let Ok(copies) = kept::detached(&files).await else { return files };
        self.with(|inner| {
            for own in &mut inner.loads.current.files {
                let place = files.iter().position(|file| file.content == own.content);
                if let Some(place) = place {
                    *own = copies[place].clone();
                }
            }
        });
        copies
    }

    /// Opens what is kept, else the sample.
    pub(super) fn load_first_files(self) {
        let set = storage::kept().and_then(|text| Kept::from_text(&text));
        let Some(set) = set else { return self.load_first_sample() };
        self.data.kept.set(Some(set.clone()));
        self.start_reading(set.shown());
        spawn_local(async move {
            let read = kept::read(&set).await;
            if !self.with(|inner| inner.loads.is_empty()) {
                return; // the user was faster
            }
            match read {
                Ok(files) => {
                    let skips_bad_rows = set.skips_bad_rows;
                    let batch = Batch { files, skips_bad_rows, is_kept: true, ..Batch::default() };
                    self.try_batches(vec![batch]);
                }
                Err(message) => self.give_up_kept(message),
            }
        });
    }

    /// What is kept cannot be opened: it is said, and the sample takes its place.
    pub(super) fn give_up_kept(self, message: String) {
        self.notices.show("kept", message, true);
        self.load_first_sample();
    }
}

impl Batch {
    /// The files as a set that may be kept; the sample need not be.
    pub(super) fn set(&self) -> Option<Kept> {
        let is_own = !self.files.is_empty() && self.files.iter().all(|file| file.packed.is_none());
        let files = self.files.iter().map(|file| (file.name.clone(), file.content.size() as u64));
        let skips_bad_rows = self.skips_bad_rows;
        is_own.then(|| Kept { files: files.collect(), skips_bad_rows })
    }
}
