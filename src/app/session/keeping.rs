//! Files that stay on this computer: kept when the user says so, opened with the page.
//!
//! A new set is written whole before it replaces the one before: which set counts is one entry of
//! the browser's storage, changed last.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use super::loading::Batch;
use crate::app::platform::files::{self, Source};
use crate::app::platform::timer::pause;
use crate::app::platform::{kept, storage};
use crate::import::sample;
use crate::view::kept::{KeepError, Kept, KeptLocation, StoredSet, changed_elsewhere};

impl Session {
    /// Keeps the files of the market, in place of those kept before.
    pub fn keep_files(self) {
        let batch = self.with(|inner| inner.loads.current.clone());
        let Some(set) = batch.set() else { return };
        if self.data.is_keeping.get_untracked() {
            return;
        }
        self.data.is_keeping.set(true);
        self.data.kept_message.set(None);
        let files: Vec<Source> =
            batch.files.into_iter().filter(|file| file.packed.is_none()).collect();
        spawn_local(async move {
            let message = match self.replace_kept(&files, set).await {
                // Another tab may have kept other files since; its notice was shown then.
                Ok(place) => (self.with(|inner| inner.kept_at.as_ref() == Some(&place)))
                    .then(|| ("The files are kept on this computer.".to_owned(), false)),
                Err(error) => {
                    let before = self.data.kept.get_untracked();
                    Some((error.describe(before.as_ref()), true))
                }
            };
            self.data.is_keeping.set(false);
            if message.is_some() {
                self.data.kept_message.set(message);
            }
        });
    }

    /// Writes a set, then has it count, then deletes the one before. Until it counts nothing of the
    /// one before is touched.
    async fn replace_kept(self, files: &[Source], kept: Kept) -> Result<KeptLocation, KeepError> {
        if !storage::is_on() {
            return Err(KeepError::StorageOff);
        }
        let place = kept::write(files).await?;
        let set = StoredSet { kept, place };
        // Another tab may have kept files meanwhile: replace those.
        let before = stored();
        if !storage::remember_kept(Some(&set.to_text())) {
            kept::delete(&set.place).await;
            return Err(KeepError::StorageOff);
        }
        self.data.kept.set(Some(set.kept.clone()));
        self.with(|inner| inner.kept_at = Some(set.place.clone()));
        if let Some(before) = before.filter(|before| before.place != set.place) {
            if let Ok(copies) = kept::read(&set).await {
                self.move_sources(files, &copies);
            }
            kept::delete(&before.place).await;
        }
        Ok(set.place)
    }

    /// Files of the market that were opened from a set that goes are read from another from now on.
    fn move_sources(self, from: &[Source], to: &[Source]) {
        self.with(|inner| {
            for own in inner.loads.current.files.iter_mut().filter(|own| own.is_kept) {
                let place = from.iter().position(|file| file.content == own.content);
                if let Some(copy) = place.and_then(|place| to.get(place)) {
                    *own = copy.clone();
                }
            }
        });
    }

    /// Deletes the kept files.
    pub fn delete_kept(self) {
        let place = stored().map(|set| set.place);
        storage::remember_kept(None);
        self.data.kept.set(None);
        self.data.kept_message.set(None);
        self.notices.dismiss("kept");
        self.with(|inner| inner.kept_at = None);
        let Some(place) = place else { return };
        spawn_local(async move {
            let files = self.with(|inner| inner.loads.current.files.clone());
            if let Ok(copies) = kept::copy_from_store(&files).await {
                self.move_sources(&files, &copies);
            }
            kept::delete(&place).await;
        });
    }

    /// Handles a storage change by another tab, which may concern the kept files.
    pub(super) fn follow_kept(self) {
        let set = stored();
        let place = set.as_ref().map(|set| set.place.clone());
        if self.with(|inner| inner.kept_at == place) {
            return;
        }
        self.with(|inner| inner.kept_at = place);
        let kept = set.map(|set| set.kept);
        self.data.kept_message.set(Some((changed_elsewhere(kept.as_ref()), false)));
        self.data.kept.set(kept);
    }

    /// Opens the kept files, or the sample if there are none.
    pub(super) fn load_first_files(self) {
        let set = stored();
        self.find_stores(set.as_ref().map(|set| set.place.clone()));
        let Some(set) = set else { return self.load_first_sample() };
        self.data.kept.set(Some(set.kept.clone()));
        self.with(|inner| inner.kept_at = Some(set.place.clone()));
        self.start_reading(set.kept.shown());
        spawn_local(async move {
            let read = read_set(&set).await;
            if !self.with(|inner| inner.loads.is_empty()) {
                return; // the user was faster
            }
            match read {
                Ok(batch) => self.try_batches(vec![batch]),
                Err(message) => self.give_up_kept(message),
            }
        });
    }

    /// Finds out whether files can be kept, and deletes what tabs have left unfinished.
    fn find_stores(self, kept: Option<KeptLocation>) {
        spawn_local(async move {
            pause(0.0).await; // the browser opens its store within this task, which is the first
            let can_keep = storage::is_on() && !kept::stores().await.is_empty();
            self.data.can_keep.set(can_keep);
            if can_keep {
                kept::delete_abandoned(kept.as_ref()).await;
            }
        });
    }

    /// Shows why the kept files cannot be opened, and loads the sample instead.
    pub(super) fn give_up_kept(self, message: String) {
        self.notices.show("kept", message, true);
        self.load_first_sample();
    }
}

/// The kept files as last recorded by any tab.
fn stored() -> Option<StoredSet> {
    storage::kept().and_then(|text| StoredSet::from_text(&text))
}

/// The files of a set, with the sample if they stand beside it.
async fn read_set(set: &StoredSet) -> Result<Batch, String> {
    let mut files = kept::read(set).await.map_err(|error| error.to_string())?;
    let mut name = None;
    if set.kept.is_beside_sample {
        files.insert(0, files::fetch_sample(sample::FILE).await?);
        name = Some(sample::NAME.to_owned());
    }
    let Kept { skips_bad_rows, aggregates_intraday, .. } = set.kept;
    let is_kept = true;
    let batch =
        Batch { files, skips_bad_rows, aggregates_intraday, name, is_kept, ..Batch::default() };
    Ok(batch)
}

impl Batch {
    /// The files as a set that may be kept; the sample itself is only flagged.
    pub(super) fn set(&self) -> Option<Kept> {
        let own = self.files.iter().filter(|file| file.packed.is_none());
        let files: Vec<(String, u64)> =
            own.map(|file| (file.name.clone(), file.content.size() as u64)).collect();
        let is_beside_sample = files.len() < self.files.len();
        let Self { skips_bad_rows, aggregates_intraday, .. } = *self;
        let kept = Kept { files, skips_bad_rows, aggregates_intraday, is_beside_sample };
        (!kept.files.is_empty()).then_some(kept)
    }
}
