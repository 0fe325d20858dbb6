//! How the address of the page follows the scenario: which changes are a step of the browser's
//! history, and which replace the address there is.

use super::link::{self, Link};
use crate::engine::Scenario;

/// How the address changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressChange {
    /// It is unchanged.
    Stay,
    /// Its fragment is replaced: the scenario is the same, its result or data has changed.
    Replace(String),
    /// Another scenario: a step that Back returns from.
    Push(String),
}

/// The address that the page has.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// The fragment, without the `#`.
    pub fragment: &'a str,
    /// The scenario of the page without a fragment.
    pub first: &'a Scenario,
    /// Whether a link was opened here, not written by the page: its data and digest are the
    /// sender's, and stay.
    pub is_opened_link: bool,
}

impl Address<'_> {
    /// What is to be done when `link` is shown.
    #[must_use]
    pub fn follow(self, link: &Link) -> AddressChange {
        if self.fragment.is_empty() && link.scenario == *self.first {
            return AddressChange::Stay; // an unchanged page keeps its address
        }
        self.step(link, |_| AddressChange::Stay)
    }

    /// What is to be done when `link` is shared: the address is to be the link.
    #[must_use]
    pub fn share(self, link: &Link) -> AddressChange {
        self.step(link, AddressChange::Push)
    }

    fn step(self, link: &Link, opened: impl Fn(String) -> AddressChange) -> AddressChange {
        let fragment = link::encode(link);
        if fragment == self.fragment {
            return AddressChange::Stay;
        }
        let scenario = match self.fragment {
            "" => Some(self.first.clone()),
            fragment => link::decode(fragment).ok().map(|link| link.scenario),
        };
        match scenario {
            None => AddressChange::Replace(fragment), // there is nothing to return to
            Some(scenario) if scenario != link.scenario => AddressChange::Push(fragment),
            Some(_) if self.is_opened_link => opened(fragment),
            Some(_) => AddressChange::Replace(fragment),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::report::Digest;
    use crate::market::Fingerprint;

    fn link(maximum: f64, digest: Option<u8>) -> Link {
        let mut scenario = Scenario::default();
        scenario.allocation.max_profile_weight = maximum;
        Link {
            scenario,
            data_name: "spy".to_owned(),
            fingerprint: Fingerprint([1; 32]),
            digest: digest.map(|byte| Digest([byte; 32])),
            sender: None,
            benchmark: None,
            removed: Vec::new(),
        }
    }

    fn check(
        fragment: &str,
        is_opened_link: bool,
        shown: &Link,
        follow: &AddressChange,
        share: &AddressChange,
    ) {
        let first = Scenario::default();
        let address = Address { fragment, first: &first, is_opened_link };
        assert_eq!(address.follow(shown), *follow);
        assert_eq!(address.share(shown), *share);
    }

    #[test]
    fn a_new_scenario_pushes_history_and_a_new_result_replaces_it() {
        let first = link(Scenario::default().allocation.max_profile_weight, None);
        let (one, run, other) = (link(0.3, None), link(0.3, Some(1)), link(0.2, Some(2)));
        let [at_first, at_one, at_run, at_other] = [&first, &one, &run, &other].map(link::encode);
        let replace = |fragment: &String| AddressChange::Replace(fragment.clone());
        let push = |fragment: &String| AddressChange::Push(fragment.clone());
        check("", false, &first, &AddressChange::Stay, &replace(&at_first));
        check("", false, &one, &push(&at_one), &push(&at_one));
        check(&at_one, false, &run, &replace(&at_run), &replace(&at_run));
        check(&at_run, false, &run, &AddressChange::Stay, &AddressChange::Stay);
        check(&at_run, false, &other, &push(&at_other), &push(&at_other));
        check(&at_run, false, &first, &push(&at_first), &push(&at_first));
    }

    #[test]
    fn an_opened_link_keeps_the_data_and_digest_of_its_sender() {
        let (theirs, here) = (link(0.3, Some(1)), link(0.3, Some(9)));
        let [at_theirs, at_here] = [&theirs, &here].map(link::encode);
        check(&at_theirs, true, &here, &AddressChange::Stay, &AddressChange::Push(at_here.clone()));
        check(&at_theirs, true, &theirs, &AddressChange::Stay, &AddressChange::Stay);
        let on = link(0.2, None);
        let step = AddressChange::Push(link::encode(&on));
        check(&at_theirs, true, &on, &step, &step);
    }

    #[test]
    fn a_broken_link_is_replaced_in_the_history() {
        let shown = link(0.3, None);
        let step = AddressChange::Replace(link::encode(&shown));
        check("1.broken", true, &shown, &step, &step);
    }
}
