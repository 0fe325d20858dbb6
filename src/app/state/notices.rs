//! Messages to the user, and the hints of the first minute.

use leptos::prelude::*;

use crate::app::platform::{storage, timer};

/// How long a message about something that went well stays, milliseconds.
const NOTICE_STAYS: f64 = 8_000.0;

/// The hints of the first minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Drop a file.
    Drop,
    /// Change a number.
    Change,
    /// Copy the link.
    Share,
}

/// A message to the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about; a newer one about the same takes its place.
    pub topic: &'static str,
    /// The sentence.
    pub text: String,
    /// Whether something went wrong: it stays until it is dismissed.
    pub is_error: bool,
}

/// Messages and hints.
#[derive(Clone, Copy)]
pub struct Notices {
    /// The messages, the latest last.
    pub list: RwSignal<Vec<Notice>>,
    /// The hints that were used, in the order of [`Hint`].
    pub used_hints: RwSignal<[bool; 3]>,
}

impl Notices {
    /// No messages, and the hints that an earlier visit has left.
    #[must_use]
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), used_hints: RwSignal::new(storage::hints()) }
    }

    /// Shows a message in place of an older one on the same topic.
    pub fn show(&self, topic: &'static str, text: impl Into<String>, is_error: bool) {
        let notice = Notice { topic, text: text.into(), is_error };
        let (notices, shown) = (*self, notice.clone());
        self.list.update(|list| {
            list.retain(|notice| notice.topic != topic);
            list.push(notice);
        });
        if !is_error {
            timer::after(NOTICE_STAYS, move || {
                if notices.list.with_untracked(|list| list.contains(&shown)) {
                    notices.dismiss(topic);
                }
            });
        }
    }

    /// Takes the message on a topic back.
    pub fn dismiss(&self, topic: &str) {
        if self.list.with_untracked(|list| list.iter().any(|notice| notice.topic == topic)) {
            self.list.update(|list| list.retain(|notice| notice.topic != topic));
        }
    }

    /// Whether a hint is still to be shown.
    #[must_use]
    pub fn has_hint(&self, hint: Hint) -> bool {
        !self.used_hints.with(|used| used[hint as usize])
    }

    /// Records that the user did what a hint suggests; it is not shown again.
    pub fn use_hint(&self, hint: Hint) {
        if !self.used_hints.with_untracked(|used| used[hint as usize]) {
            self.used_hints.update(|used| used[hint as usize] = true);
            storage::remember_hints(self.used_hints.get_untracked());
        }
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}
