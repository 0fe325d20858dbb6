//! Files that stay on this computer: kept when the user says so, opened with the page.

use wasm_bindgen_futures::spawn_local;

use super::Session;
use super::loading::Batch;
use crate::present::kept::Kept;
use crate::web::{kept, storage};

impl Session {
    /// Keeps the files of the market, in place of those kept before.
    pub fn keep(self) {
        let batch = self.with(|inner| inner.loads.current.clone());
        let Some(set) = batch.set() else { return };
        spawn_local(async move {
            self.detach().await;
            let files = self.with(|inner| inner.loads.current.files.clone());
            if files.len() != batch.files.len() {
                return; // others have come
            }
            match kept::write(&files).await {
                Ok(()) => {
                    storage::remember_kept(Some(&set.to_text()));
                    self.state.hush("kept");
                    self.state.kept.set(Some(set));
                }
                Err(message) => {
                    // What was there before is gone, or half overwritten.
                    self.forget_kept();
                    self.state.tell("kept", message, true);
                }
            }
        });
    }

    /// Deletes what is kept.
    pub fn forget_kept(self) {
        storage::remember_kept(None);
        self.state.kept.set(None);
        self.state.hush("kept");
        spawn_local(async move {
            self.detach().await;
            kept::delete().await;
        });
    }

    /// The files of the market may be those that are kept: they stay when these go.
    async fn detach(self) {
        let held = self.with(|inner| inner.loads.current.files.clone());
        if let Ok(files) = kept::detached(&held).await {
            self.with(|inner| {
                let current = &mut inner.loads.current.files;
                if current.len() == files.len() {
                    *current = files;
                }
            });
        }
    }

    /// Opens what is kept, else the sample.
    pub(super) fn first_files(self) {
        let set = storage::kept().and_then(|text| Kept::from_text(&text));
        let Some(set) = set else { return self.first_sample() };
        self.state.kept.set(Some(set.clone()));
        self.state.reading.set(Some(set.shown()));
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
        self.state.tell("kept", message, true);
        self.first_sample();
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
