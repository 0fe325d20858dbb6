//! Links: the scenario goes into the address and comes out of it, and what a link promised is
//! compared with what came of it.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::app::platform::timer::after;
use crate::app::platform::{location, now};
use crate::app::state::{Hint, LinkStatus};
use crate::engine::Scenario;
use crate::engine::versions::MODEL_VERSION;
use crate::share::address::{Address, AddressChange};
use crate::share::link::{self, Link};
use crate::view::Form;
use crate::view::link_status::{Sender, SharedFigures};
use crate::view::number::count;
use crate::view::words::short;

/// The address follows the scenario when nothing has changed for so long, milliseconds: then a
/// change is one step of the browser's history. Browsers refuse more than a hundred calls in ten to
/// thirty seconds.
const ADDRESS: f64 = 500.0;
/// Some channels cut longer links, characters.
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

    /// The address was changed by hand, or by Back and Forward.
    pub(super) fn follow_address(self) {
        let fragment = location::fragment();
        if fragment.is_empty() {
            return self.return_to(self.first_scenario());
        }
        match link::decode(&fragment) {
            Ok(link) if location::is_own() => self.return_to(link.scenario),
            Ok(link) => {
                let before = self.form();
                self.with(|inner| inner.undo.record(before, 30_001, now()));
                self.restore_link(link);
                self.start_run();
            }
            Err(error) => {
                let text = format!("This link cannot be used: {error}. Nothing was changed.");
                self.notices.show("link", text, true);
            }
        }
    }

    /// Shows a scenario that the page has shown before, on the data that is loaded now.
    fn return_to(self, scenario: Scenario) {
        self.notices.dismiss("link");
        self.run.link.set(None);
        let mut form = Form { scenario, ..Form::default() };
        form.settle(self.span());
        let before = self.form();
        if before == form {
            return;
        }
        self.with(|inner| inner.undo.record(before, 30_001, now()));
        self.scenario.form.set(form);
        self.scenario.can_undo.set(self.with(|inner| inner.undo.reach()));
        self.run_if_changed();
    }

    /// The scenario of a page without a link, on the data that is loaded.
    fn first_scenario(self) -> Scenario {
        let mut form = Form::default();
        form.settle(self.span());
        // What the user chose to trade is of the scenario on the page, not of this one.
        let fitted = self.with(|inner| inner.loads.fitted.take());
        self.fit(&mut form.scenario);
        self.with(|inner| inner.loads.fitted = fitted);
        form.scenario
    }

    /// Copies a link to the result shown.
    pub fn share(self) {
        let Some(link) = self.link() else { return };
        self.notices.use_hint(Hint::Share);
        let fragment = link::encode(&link);
        self.write_address(&link, |address, link| address.share(link));
        let address = location::address(&fragment);
        let names_files = link.sender.is_some();
        spawn_local(async move {
            let is_copied = copy(&address).await;
            let length = address.chars().count();
            let shown = count(length as i64);
            let is_long = length > LONG;
            let copied = match is_copied {
                true => format!("Link copied, {shown} characters."),
                false => format!("Copy the link from the address bar: {shown} characters."),
            };
            let warning = match is_long {
                true => " Some mail and chat programs cut links longer than 2,000 characters.",
                false => "",
            };
            let what = match names_files {
                true => {
                    " Opens this scenario; your data files are not included, only their names and \
                     fingerprints, and your key figures."
                }
                false => " Opens this scenario on the sample.",
            };
            self.notices.show("share", format!("{copied}{what}{warning}"), is_long);
        });
    }

    /// Lets the address follow the scenario, if the user has changed it, after a pause.
    pub(super) fn address_soon(self) {
        if !self.with(|inner| inner.is_changed) {
            return;
        }
        let asked = self.with(|inner| {
            inner.address_asked += 1;
            inner.address_asked
        });
        after(ADDRESS, move || {
            if self.with(|inner| inner.address_asked) != asked {
                return; // something has changed since
            }
            if let Some(link) = self.link() {
                self.write_address(&link, |address, link| address.follow(link));
            }
        });
    }

    fn write_address(self, link: &Link, decide: impl FnOnce(Address<'_>, &Link) -> AddressChange) {
        let (fragment, first) = (location::fragment(), self.first_scenario());
        let is_opened_link = !location::is_own();
        let address = Address { fragment: &fragment, first: &first, is_opened_link };
        match decide(address, link) {
            AddressChange::Stay => {}
            AddressChange::Replace(fragment) => location::replace(&fragment),
            AddressChange::Push(fragment) => location::push(&fragment),
        }
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
        if fingerprint != link.fingerprint {
            self.notices.dismiss("link"); // the comparison above the key figures says it
            self.run.link.set(Some(LinkStatus::OtherData(link)));
            return;
        }
        let (text, is_error, linked) = if link.digest == Some(digest) {
            let text = format!(
                "The result of this link is reproduced exactly: same fingerprint, {}.",
                short(&digest.to_string())
            );
            (text, false, LinkStatus::Reproduced(link))
        } else if link.scenario.model_version < MODEL_VERSION {
            // The panel above the key figures says so.
            self.notices.dismiss("link");
            self.run.link.set(Some(LinkStatus::Differs(link)));
            return;
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
        let form = Form::open(link.scenario.clone());
        match form.smile_not_run() {
            Some(text) => self.notices.show("smile", text, true),
            None => self.notices.dismiss("smile"),
        }
        self.scenario.form.set(form);
        self.scenario.can_undo.set(self.with(|inner| inner.undo.reach()));
        if link.benchmark.is_some() {
            self.run.benchmark.set(link.benchmark);
        }
        self.run.link.set(Some(LinkStatus::Waiting(Box::new(link))));
    }

    /// The link to the scenario, with the digest if its result is shown.
    fn link(self) -> Option<Link> {
        let scenario = self.current_scenario();
        let (data_name, fingerprint, files) = self.data.market.with_untracked(|market| {
            let market = market.as_ref()?;
            Some((market.name.clone(), market.fingerprint, market.files.clone()))
        })?;
        let result = self.run.result.with_untracked(|outcome| {
            let run = outcome.as_ref()?.run();
            let is_shown = run.report.scenario == scenario && run.review.fingerprint == fingerprint;
            is_shown.then(|| (run.review.digest, SharedFigures::of(run)))
        });
        let (digest, figures) = result.map_or((None, None), |(digest, own)| (Some(digest), own));
        let sender = (!files.is_empty()).then_some(Sender { figures, files, other_files: 0 });
        let (benchmark, removed) = (self.run.benchmark.get_untracked(), Vec::new());
        Some(Link { scenario, data_name, fingerprint, digest, sender, benchmark, removed })
    }
}

/// Whether the browser let the text into the clipboard; pages without https have none.
async fn copy(text: &str) -> bool {
    let navigator = crate::app::platform::window().navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into())
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
