//! Margin calls.

use super::super::super::report::{Rotation, RotationKind};
use super::*;

impl Desk<'_> {
    /// The close of a day: marks, and whether it calls.
    fn close(&mut self, date: &str, spot: f64) -> Money {
        self.book.mark(&quoter(date, spot));
        let margin = self.book.margin(Price::from_dollars_f64(spot).unwrap());
        self.book.watch_margin(day(date), margin);
        self.book.buying_power(margin)
    }

    /// A fill at which so many orders wait.
    fn fill(&mut self, date: &str, spot: f64, orders: &[Order]) -> Vec<Rotation> {
        let before = self.book.log.rotations.len();
        let quoter = quoter(date, spot);
        self.book.fill(orders, MarketMoment { quoter: &quoter, moment: Moment::Close });
        self.book.log.rotations[before..].to_vec()
    }

    fn held(&self, profile: Profile) -> f64 {
        self.book.positions()[profile.index()].as_ref().map_or(0.0, |held| held.units.count())
    }
}

/// 60 short strangles and 40 short straddles on all of the account, and the market falls.
fn called(rules: &(Scenario, Playbook)) -> Desk<'_> {
    let mut desk = Desk::new(rules);
    desk.open("2018-01-02", 100.0, Profile::Charm, Regime::Choppy, 30);
    desk.open("2018-01-03", 100.0, Profile::ShortGamma, Regime::Choppy, 20);
    desk.open("2018-01-03", 100.0, Profile::LongGamma, Regime::TrendUp, 10);
    let units = [Profile::Charm, Profile::ShortGamma, Profile::LongGamma].map(|p| desk.held(p));
    assert_eq!(units, [30.0, 20.0, 10.0]);
    assert!(!desk.close("2018-01-03", 100.0).is_negative());
    assert!(desk.fill("2018-01-04", 100.0, &[]).is_empty(), "no call");
    assert!(desk.close("2018-01-04", 91.0).is_negative(), "a call");
    desk
}

fn order(profile: Profile, task: OrderAction) -> Order {
    let reason = Reason::Moved { current: 0.1, target: 0.4 };
    Order { profile, decided: day("2018-01-04"), task, reason, current: 0.1 }
}

#[test]
fn positions_with_margin_keep_the_same_share_of_their_units() {
    let rules = free();
    let mut desk = called(&rules);
    let rotations = desk.fill("2018-01-05", 91.0, &[]);
    let calls: Vec<(Profile, Reason)> = rotations.iter().map(|r| (r.profile, r.reason)).collect();
    assert!(rotations.iter().all(|rotation| rotation.kind == RotationKind::MarginCall));
    let [short, charm] = [Profile::ShortGamma, Profile::Charm].map(|profile| desk.held(profile));
    assert_eq!(calls.len(), 2, "{calls:?}");
    for (profile, held) in [(Profile::ShortGamma, 20), (Profile::Charm, 30)] {
        let (held, kept) = (Contracts::new(held), Contracts::new(desk.held(profile) as i64));
        assert!(calls.contains(&(profile, Reason::MarginCall { held, kept })), "{calls:?}");
    }
    assert!(charm < 30.0 && charm > 0.0, "{charm}");
    assert!((charm / 30.0 - short / 20.0).abs() <= 1.0 / 20.0, "{charm} of 30, {short} of 20");
    assert_eq!(desk.held(Profile::LongGamma), 10.0, "what needs no margin stays");
    assert!(!desk.close("2018-01-05", 91.0).is_negative(), "restored");
    // One unit more of either would have been too much.
    assert!(desk.fill("2018-01-08", 91.0, &[]).is_empty());
    desk.book.audit(day("2018-01-08")).unwrap();
}

#[test]
fn the_share_is_the_largest_that_restores_buying_power() {
    let rules = free();
    let mut desk = called(&rules);
    let before = desk.book.log.rotations.len();
    desk.fill("2018-01-05", 91.0, &[]);
    assert!(desk.book.log.rotations.len() > before);
    let power = desk.close("2018-01-05", 91.0);
    // What one unit of the straddles frees is more than what is left.
    let one = Money::dollars(91 * 15);
    assert!(power < one + one, "{power} is left");
}

#[test]
fn a_called_profile_does_not_grow_that_day() {
    let rules = free();
    let mut desk = called(&rules);
    let structure = rules.1.chosen(Profile::Charm, Regime::Choppy).unwrap();
    let units = Contracts::new(30);
    let opening = Opening { structure, units, unit_capital: 10_000.0, unit_weight: 0.1 };
    desk.fill("2018-01-05", 91.0, &[order(Profile::Charm, OrderAction::Reopen(opening))]);
    let kept = desk.book.log.rotations.iter().find_map(|rotation| match rotation.reason {
        Reason::MarginCall { kept, .. } if rotation.profile == Profile::Charm => Some(kept),
        _ => None,
    });
    assert!(desk.held(Profile::Charm) <= kept.unwrap().count(), "{kept:?}");
    assert!(desk.held(Profile::Charm) > 0.0);
}

#[test]
fn a_market_that_has_recovered_by_the_fill_calls_for_nothing() {
    let rules = free();
    let mut desk = called(&rules);
    assert!(desk.fill("2018-01-05", 100.0, &[]).is_empty());
    assert_eq!(desk.held(Profile::Charm), 30.0);
}

#[test]
fn where_no_share_restores_it_everything_with_margin_is_closed() {
    let rules = free();
    let mut desk = called(&rules);
    desk.close("2018-01-04", 55.0);
    let rotations = desk.fill("2018-01-05", 55.0, &[]);
    assert!(rotations.iter().all(|rotation| rotation.kind == RotationKind::MarginCall));
    assert_eq!([Profile::Charm, Profile::ShortGamma].map(|p| desk.held(p)), [0.0, 0.0]);
    let reasons: Vec<ExitReason> = desk.book.log.trades.iter().map(|trade| trade.reason).collect();
    assert_eq!(reasons, [ExitReason::MarginCall; 2]);
    assert_eq!(desk.held(Profile::LongGamma), 10.0);
}
