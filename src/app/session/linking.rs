//! Links: the scenario goes into the address and comes out of it, and what a link promised is
//! compared with what came of it.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::app::platform::location;
use crate::app::platform::timer::after;
use crate::app::state::{Hint, LinkStatus};
use crate::market::Fingerprint;
use crate::share::link::{self, Link};
use crate::view::Form;
use crate::view::number::count;
use crate::view::words::short;

/// The address follows the scenario at this distance, milliseconds; browsers refuse more than a
/// hundred changes in ten seconds.
const ADDRESS: f64 = 500.0;
/// Some channels cut what is longer, characters.
const LONG: usize = 2_000;

impl Session {
    /// Restores the scenario of the address the page was opened with.
    pub(super) fn open_address(self) {
        let fragment = location::fragment();
        if fragment.is_empty() {
            return;
        }
        match link::decode(&fragment) {
            Ok(link) => self.restore_link(link),
            Err(error) => {
                let text = format!("This link cannot be used: {error}. Shown are the defaults.");
                self.notices.show("link", text.clone(), true);
                self.run.link.set(Some(LinkStatus::Refused(text)));
            }
        }
    }

    /// The address was changed by hand.
    pub(super) fn follow_address(self) {
        let fragment = location::fragment();
        if fragment.is_empty() {
            return;
        }
        match link::decode(&fragment) {
            Ok(link) => {
                let before = self.form();
                self.with(|inner| inner.undo.record(before, 30_001, crate::app::platform::now()));
                self.restore_link(link);
                self.start_run();
            }
            Err(error) => {
                let text = format!("This link cannot be used: {error}. Nothing was changed.");
                self.notices.show("link", text, true);
            }
        }
    }

    /// Copies a link to what is shown.
    pub fn share(self) {
        let Some(link) = self.link() else { return };
        self.notices.use_hint(Hint::Share);
        let fragment = link::encode(&link);
        location::replace(&fragment);
        let address = location::address(&fragment);
        spawn_local(async move {
            let length = address.chars().count();
            let shown = count(length as i64);
            let text = match copy(&address).await {
                _ if length > LONG => format!(
                    "The link has {shown} characters; some mail and chat programs cut what is \
                     longer than 2,000."
                ),
                true => {
                    format!("Link copied, {shown} characters. It opens this scenario anywhere.")
                }
                false => format!("Copy the link from the address bar: {shown} characters."),
            };
            self.notices.show("share", text, length > LONG);
        });
    }

    /// Lets the address follow the scenario, if the user has changed it.
    pub(super) fn address_soon(self) {
        let is_needed = self
            .with(|inner| inner.is_changed && !std::mem::replace(&mut inner.is_address_due, true));
        if !is_needed {
            return;
        }
        after(ADDRESS, move || {
            self.with(|inner| inner.is_address_due = false);
            if let Some(link) = self.link() {
                location::replace(&link::encode(&link));
            }
        });
    }

    /// Says whether the result is the one that the link was made with.
    pub(super) fn compare_with_link(self) {
        let link = match self.run.link.get_untracked() {
            None | Some(LinkStatus::Refused(_)) => return,
            Some(
                LinkStatus::Waiting(link)
                | LinkStatus::Reproduced(link)
                | LinkStatus::Differs(link)
                | LinkStatus::OtherData(link),
            ) => link,
        };
        let found = self.run.result.with_untracked(|outcome| {
            let outcome = outcome.as_ref()?;
            let (scenario, review) = (outcome.report().scenario.clone(), outcome.run().review);
            Some((scenario, review.fingerprint, review.digest))
        });
        let Some((scenario, fingerprint, digest)) = found else { return };
        if scenario != link.scenario {
            self.notices.dismiss("link");
            self.run.link.set(None); // the user has gone on from there
            return;
        }
        let name = self.data_name();
        let (text, is_error, linked) = if fingerprint != link.fingerprint {
            let text = format!(
                "This link was made with other data: {} (fingerprint {}). Drop that file here to \
                 reproduce its result; shown is its scenario on {name}.",
                link.data_name,
                short(&link.fingerprint.to_string()),
            );
            (text, true, LinkStatus::OtherData(link))
        } else if link.digest == Some(digest) {
            let text = format!(
                "The result of this link is reproduced, digest for digest: {}.",
                short(&digest.to_string())
            );
            (text, false, LinkStatus::Reproduced(link))
        } else if let Some(promised) = link.digest {
            let text = format!(
                "This link’s result is not reproduced: the data is the same, but the digest is {} \
                 and the link says {}. It was made by another version of this page.",
                short(&digest.to_string()),
                short(&promised.to_string())
            );
            (text, true, LinkStatus::Differs(link))
        } else {
            let text = "This link was made before its run had ended: there is nothing to compare.";
            (text.to_owned(), false, LinkStatus::Differs(link))
        };
        self.run.link.set(Some(linked));
        self.notices.show("link", text, is_error);
    }

    fn restore_link(self, link: Link) {
        self.notices.dismiss("link");
        let form = Form { scenario: link.scenario.clone(), ..Form::default() };
        self.scenario.form.set(form);
        self.scenario.can_undo.set(self.with(|inner| inner.undo.reach()));
        self.run.link.set(Some(LinkStatus::Waiting(Box::new(link))));
    }

    /// The link to the scenario, with the digest if its result is shown.
    fn link(self) -> Option<Link> {
        let scenario = self.current_scenario();
        let (data_name, fingerprint): (String, Fingerprint) =
            self.data.market.with_untracked(|market| {
                market.as_ref().map(|market| (market.name.clone(), market.fingerprint))
            })?;
        let digest = self.run.result.with_untracked(|outcome| {
            let outcome = outcome.as_ref()?;
            let is_shown = outcome.run().report.scenario == scenario
                && outcome.run().review.fingerprint == fingerprint;
            is_shown.then_some(outcome.run().review.digest)
        });
        Some(Link { scenario, data_name, fingerprint, digest })
    }
}

/// Whether the browser let the text into the clipboard; pages without https have none.
async fn copy(text: &str) -> bool {
    let navigator = crate::app::platform::window().navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into())
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
