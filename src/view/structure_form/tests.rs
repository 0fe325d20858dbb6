//! Cells of the table of legs: names, valid and invalid input.

use super::*;

fn part(name: &str) -> StructureCell {
    StructureCell::named(name).unwrap()
}

#[test]
fn every_structure_cell_is_found_by_its_name() {
    for name in ["s.1.0.name", "s.5.0.1.strike", "s.2.1.in.5", "s.6.0.0.roll", "s.3.0.band"] {
        assert_eq!(part(name).name(), name);
    }
    for name in ["", "s.0.0.name", "s.7.0.name", "s.1.0.in.9", "s.1.0.1.nothing", "2"] {
        assert_eq!(StructureCell::named(name), None, "{name}");
    }
}

#[test]
fn editing_a_default_structure_makes_it_custom() {
    let mut scenario = Scenario::default();
    let strike = part("s.5.0.0.strike");
    assert_eq!(strike.show(&scenario), "25");
    strike.set(&mut scenario, "30").unwrap();
    assert_eq!(strike.show(&scenario), "30");
    assert!(scenario.structures.custom[4].is_some());
    strike.set(&mut scenario, "25").unwrap();
    assert_eq!(scenario, Scenario::default(), "the usual structure needs no copy");
}

#[test]
fn a_delta_is_typed_as_a_share_or_in_hundredths() {
    let strike = part("s.5.0.0.strike");
    for (text, shown) in [("0.3", "30"), ("30", "30"), ("0.01", "1"), ("1", "1"), ("99", "99")] {
        let mut scenario = Scenario::default();
        strike.set(&mut scenario, text).unwrap();
        assert_eq!(strike.show(&scenario), shown, "{text}");
    }
    // A percent from spot is not read as a delta.
    let mut scenario = Scenario::default();
    part("s.5.0.0.rule").set(&mut scenario, "percent").unwrap();
    strike.set(&mut scenario, "0.5").unwrap();
    assert_eq!(strike.show(&scenario), "0.5");
}

#[test]
fn an_untradable_structure_is_rejected_with_a_reason() {
    let mut scenario = Scenario::default();
    let actual = |scenario: &mut Scenario, name, text| {
        part(name).set(scenario, text).unwrap_err().to_string()
    };
    let check = |scenario: &mut Scenario, name, text, expected| {
        assert_eq!(actual(scenario, name, text), expected);
    };
    check(
        &mut scenario,
        "s.5.0.0.strike",
        "140",
        "strike value: expected a delta from 1 to 99, or 0.01 to 0.99, found 140; choose a value \
         in that range",
    );
    check(
        &mut scenario,
        "s.5.0.0.strike",
        "0.995",
        "strike value: expected a delta from 1 to 99, or 0.01 to 0.99, found 0.995; choose a \
         value in that range",
    );
    check(
        &mut scenario,
        "s.5.0.1.ratio",
        "1.5",
        "contracts: expected a whole number from 1 to 100, found 1.5; type a whole number",
    );
    check(
        &mut scenario,
        "s.5.0.1.ratio",
        "-2",
        "contracts: expected a whole number from 1 to 100, found -2; choose a value in that range",
    );
    check(
        &mut scenario,
        "s.5.0.1.target",
        "",
        "DTE target: expected a whole number of days, found nothing; type a number",
    );
    check(
        &mut scenario,
        "s.5.0.0.min",
        "0",
        "structures of SKEW: \"put backspread\", leg 1: expected days to expiry with 1 ≤ minimum ≤ \
         target ≤ maximum ≤ 1,100, found 0, 30, 40",
    );
    assert_eq!(scenario, Scenario::default());
}

#[test]
fn legs_and_structures_can_be_added_and_removed() {
    let mut scenario = Scenario::default();
    let legs = |scenario: &Scenario| {
        let all = scenario.structures.assignments(Profile::Charm);
        all.iter().map(|own| own.structure.legs.len()).collect::<Vec<_>>()
    };
    let mut apply = |what| change(&mut scenario, Profile::Charm, 0, what).map(|()| legs(&scenario));
    assert_eq!(apply(StructureEdit::AddLeg), Ok(vec![3]));
    assert_eq!(apply(StructureEdit::AddStructure), Ok(vec![3, 3]));
    assert_eq!(apply(StructureEdit::RemoveLeg(2)), Ok(vec![2, 3]));
    assert_eq!(apply(StructureEdit::RemoveStructure), Ok(vec![3]));
    assert_eq!(apply(StructureEdit::Reset), Ok(vec![2]));
    assert!(apply(StructureEdit::RemoveLeg(0)).is_ok());
    let none = apply(StructureEdit::RemoveLeg(0)).unwrap_err().to_string();
    assert_eq!(none, "structures of CHARM: \"short strangle\" has no legs; add at least one");
}

#[test]
fn a_regime_belongs_to_one_structure_at_most() {
    let mut scenario = Scenario::default();
    let (long, short) = (part("s.2.0.in.5"), part("s.2.1.in.5"));
    assert_eq!((long.show(&scenario), short.show(&scenario)), ("false".into(), "true".into()));
    part("s.2.0.in.1").set(&mut scenario, "true").unwrap();
    assert_eq!(part("s.2.0.in.1").show(&scenario), "true");
    // The short straddle keeps its only regime, so that the long one cannot have it.
    let actual = long.set(&mut scenario, "true").unwrap_err().to_string();
    assert_eq!(
        actual,
        "structures of SDG: \"short straddle\": the regime \"Choppy\" has another structure \
         already; leave one out"
    );
}

#[test]
fn arrow_keys_step_numbers_and_ignore_text() {
    let scenario = Scenario::default();
    let step_text = |name, direction| part(name).step_text(&scenario, direction);
    assert_eq!(step_text("s.5.0.0.strike", -1.0).as_deref(), Some("24"));
    assert_eq!(step_text("s.5.0.1.ratio", 1.0).as_deref(), Some("2"));
    assert_eq!(step_text("s.5.0.name", 1.0), None);
    assert_eq!(step_text("s.5.0.stop", 1.0), None, "an empty cell has no next number");
}

#[test]
fn the_focus_moves_to_the_edited_structure() {
    let scenario = Scenario::default();
    let focus = |change: StructureEdit| change.cell_to_focus(&scenario, Profile::Skew, 0).name();
    assert_eq!(focus(StructureEdit::AddLeg), "s.5.0.1.side");
    assert_eq!(focus(StructureEdit::RemoveLeg(0)), "s.5.0.0.side");
    assert_eq!(focus(StructureEdit::RemoveLeg(2)), "s.5.0.1.side");
    assert_eq!(focus(StructureEdit::RemoveStructure), "s.5.0.name");
    assert_eq!(focus(StructureEdit::Reset), "s.5.0.name");
}
