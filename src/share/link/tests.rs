//! Links of every version, what each keeps, and every way to break one.

use super::*;
use crate::profile::Profile;
use proptest::prelude::*;

fn plain() -> Link {
    let fingerprint = Fingerprint([7; 32]);
    let digest = Some(Digest([9; 32]));
    let (scenario, data_name) = (Scenario::default(), "spy.csv".to_owned());
    let (sender, benchmark, removed) = (None, None, Vec::new());
    Link { scenario, data_name, fingerprint, digest, sender, benchmark, removed }
}

fn with(numbers: Vec<(u16, f64)>, choices: Vec<(u16, u8)>) -> String {
    let (from, to, digest) = (None, None, None);
    let fingerprint = [0; 32];
    let data_name = String::new();
    sealed("1", &Payload { numbers, choices, from, to, data_name, fingerprint, digest })
}

#[test]
fn every_field_and_choice_round_trips() {
    let mut link = plain();
    for field in fields::FIELDS.iter() {
        let middle = f64::midpoint(field.minimum, field.maximum);
        field.set(&mut link.scenario, middle);
    }
    for choice in &choices::CHOICES {
        choice.set(&mut link.scenario, choice.options.len() - 1);
    }
    link.scenario.from = NaiveDate::from_ymd_opt(2001, 2, 3);
    link.scenario.to = NaiveDate::from_ymd_opt(2004, 5, 6);
    let fragment = encode(&link);
    assert_eq!(decode(&fragment), Ok(link));
    assert!(fragment.len() < 1_800, "a link in which all differs has {}", fragment.len());
}

#[test]
fn custom_structures_round_trip_and_are_validated() {
    let mut link = plain();
    let own = link.scenario.structures.assignments(Profile::Skew);
    link.scenario.structures.custom[Profile::Skew.index()] = Some(own);
    let fragment = encode(&link);
    assert!(fragment.starts_with("4.") && fragment.len() < 260, "{fragment}");
    assert_eq!(decode(&fragment), Ok(link.clone()));
    let own = link.scenario.structures.custom[Profile::Skew.index()].as_mut();
    own.expect("it was set")[0].structure.legs.clear();
    let refused = decode(&encode(&link)).map_err(|error| error.to_string());
    let actual =
        "the link sets structures of SKEW: \"put backspread\" has no legs; add at least one";
    assert_eq!(refused, Err(actual.to_owned()));
}

#[test]
fn absent_numbers_and_the_model_version_round_trip() {
    let mut link = plain();
    link.scenario = versions::version_1_defaults();
    link.scenario.limits.drawdown = Some(0.2);
    link.scenario.limits.restart_days = Some(30.0);
    assert_eq!(decode(&encode(&link)), Ok(link.clone()));
    // The defaults of version 1 restart after a halt; this one does not.
    link.scenario.limits.restart_days = None;
    assert_eq!(decode(&encode(&link)), Ok(link));
}

#[test]
fn links_before_version_4_have_the_choices_of_version_1() {
    let check = |numbers: Vec<(u16, f64)>, edit: fn(&mut Scenario)| {
        let mut expected = versions::version_1_defaults();
        edit(&mut expected);
        let link = decode(&with(numbers, Vec::new())).expect("links of every version decode");
        assert_eq!(link.scenario, expected);
    };
    check(Vec::new(), |_| ());
    check(vec![(90, 10.0), (92, 3_650.0), (94, 1.0), (99, 10.0), (142, 0.0)], |_| ());
    check(vec![(90, 0.5)], |own| own.limits.stop_loss = Some(0.5));
    check(vec![(94, 0.2)], |own| {
        (own.limits.drawdown, own.limits.restart_days) = (Some(0.2), Some(20.0));
    });
}

#[test]
fn codes_are_unique() {
    for (position, field) in fields::FIELDS.iter().enumerate() {
        let again = fields::FIELDS[..position].iter().any(|other| other.code == field.code);
        assert!(!again, "code {} is given twice", field.code);
    }
    for (position, choice) in choices::CHOICES.iter().enumerate() {
        let again = choices::CHOICES[..position].iter().any(|other| other.code == choice.code);
        assert!(!again, "code {} is given twice", choice.code);
        assert_ne!(choice.code, BENCHMARK);
    }
}

#[test]
fn the_chosen_benchmark_round_trips() {
    let mut link = plain();
    let without = encode(&link);
    for kind in BenchmarkKind::ALL {
        link.benchmark = Some(kind);
        let fragment = encode(&link);
        assert_eq!(decode(&fragment), Ok(link.clone()));
        assert!(fragment.len() <= without.len() + 8, "{} and {}", fragment.len(), without.len());
    }
    let unknown = with(vec![], vec![(BENCHMARK, 99)]);
    assert_eq!(decode(&unknown), Err(LinkError::UnknownCode(BENCHMARK)));
}

/// The link that a test of the page opens: a curvature of 0.2, of which prices are not convex.
#[test]
fn a_smile_beyond_the_bounds_decodes() {
    let link = decode("4.2xm7_i6j7ayZIHDSnoGBgSNYLUDB1MBAj4EQYAJiAA").expect("it is a link");
    assert_eq!((link.scenario.model.skew, link.scenario.model.curvature), (-0.2, 0.2));
    assert!(matches!(link.scenario.check(), Err(ScenarioError::Smile { .. })));
}

/// The places of benchmarks in links never change.
#[test]
fn a_link_with_a_benchmark_still_decodes() {
    for (place, kind) in [
        (0, BenchmarkKind::BuyAndHold),
        (1, BenchmarkKind::Cash),
        (2, BenchmarkKind::PutWrite),
        (3, BenchmarkKind::BuyWrite),
        (4, BenchmarkKind::EqualWeights),
    ] {
        let link = decode(&with(vec![], vec![(BENCHMARK, place)])).expect("it is a link");
        assert_eq!(link.benchmark, Some(kind));
    }
}

#[test]
fn a_link_of_the_first_release_still_decodes() {
    let link = decode(FIRST).expect("links of every version decode");
    assert_eq!(link.scenario.allocation.max_profile_weight, 0.3);
    assert_eq!(link.scenario.from, NaiveDate::from_ymd_opt(2014, 1, 3));
    assert_eq!(link.scenario.timing, crate::engine::Timing::NextClose);
    assert_eq!(link.data_name, "spy.csv");
}

/// Recorded when the format was defined.
const FIRST: &str = "1.hcBBCQAgDAVQ_y7DCp49ezHAcni2gDAQbGAMO1nAKMIK7CXJB1TNFRCwXwusY5Wukx2Ijg8";

#[test]
fn links_compressed_by_other_encoders_still_decode() {
    fn check(fragment: &str, weight: f64, profiles_with_own_structures: usize) {
        let Link { scenario, data_name, .. } =
            decode(fragment).expect("links of every version decode");
        assert_eq!(scenario.allocation.max_profile_weight, weight, "{fragment}");
        assert_eq!(
            scenario.structures.custom.iter().flatten().count(),
            profiles_with_own_structures
        );
        assert_eq!(data_name, "sp500-1999-2018.csv");
    }
    check(ONE_FIELD, 0.3, 0);
    check(SIX_STRUCTURES, Scenario::default().allocation.max_profile_weight, 6);
}

/// One block of fixed codes, repetitions sought at every place.
const ONE_FIELD: &str = "\
    1.e_To0EtGJmMwuGzPwMAgXFxgamCga2hpaalrZGBooZdcXGaVt6GS33JN-0l_i7BNd3ViBfkyBBOUEleuVL\
    68W3ntie2M3F9KOpOTA-Lilj69tubF69_CyxOWcG787Vbr1H9c7OenFgA";
const SIX_STRUCTURES: &str = "\
    2.M1sx-zMDEAgXF5gaGOgaWlpa6hoZGFroJReXWeVtqOS3XNN-0t8ibNNdnVhBvgzBBKXElSuVL-9WXntiOy\
    P3l5LO5OSAuLilT6-tefH6t_DyhCWcG3-71Tr1Hxf7-amFkZGBNyc_L12huKQoMSUlJ5WJgYlhGmPFFkYGRj\
    jDhhFoPSMTMyMzK6ZiFiY2kFIQxQBWx8JXnJFfVIKkiBGiCEJBFDEyIKnKSwerYgL5koHhgr0InwxQBSqXC6\
    qNNzkxJ0chJTMxPT8vMQfkgIqUHqAcI-OsmSCw0p6PS4gRaA3UloLSEoWkxOTs4oKi1MQUJkYWuLE2WgEgFW\
    CKD6oc03tRNhUgl4EpDZAqAA";

#[test]
fn every_truncated_link_is_an_error() {
    let fragment = encode(&plain());
    for length in 0..fragment.len() {
        assert_eq!(decode(&fragment[..length]), Err(LinkError::Damaged), "cut at {length}");
    }
}

#[test]
fn each_broken_rule_has_its_message() {
    fn check(fragment: &str, message: &str) {
        let error = decode(fragment).expect_err("the link is broken");
        assert_eq!(error.to_string(), message);
    }
    check(
        &"x".repeat(9_000),
        "the link has 9000 characters, more than a link can have; ask its sender for a new one",
    );
    check(
        "7.abc",
        "the link is of an unknown version; reload the page or ask its sender for a new link",
    );
    check("hello", "the link is incomplete or damaged; copy it again, to its last character");
    check(
        &with(vec![(9_999, 1.0)], vec![]),
        "the link sets something this page does not know (code 9999); reload the page",
    );
    check(
        &with(vec![], vec![(1, 77)]),
        "the link sets something this page does not know (code 1); reload the page",
    );
    check(
        &with(vec![(2, 40.0)], vec![]),
        "the link sets maximum per profile: expected 1 to 100 %, found 4,000; choose a value \
         in that range",
    );
    check(
        &with(vec![(2, f64::NAN)], vec![]),
        "the link sets maximum per profile: expected 1 to 100 %, found NaN; choose a value in \
         that range",
    );
}

#[test]
fn a_decompression_bomb_is_rejected() {
    let fragment = |zeros| format!("1.{}", URL_SAFE_NO_PAD.encode(compress(&vec![0; zeros])));
    let bomb = fragment(100 * 1024 * 1024 / 16);
    assert_eq!(decode(&bomb), Err(LinkError::TooLong(bomb.len())));
    assert_eq!(decode(&fragment(LARGEST + 1)), Err(LinkError::Damaged));
    let packed = compress(&vec![0; LARGEST + 1]);
    assert!(decompress_to_vec_with_limit(&packed, LARGEST).is_err());
    assert!(decompress_to_vec_with_limit(&packed, LARGEST + 1).is_ok());
}

proptest! {
    #[test]
    fn bytes_come_back_from_compression(bytes in prop::collection::vec(0..4_u8, 0..600)) {
        let back = decompress_to_vec_with_limit(&compress(&bytes), 600);
        prop_assert_eq!(back.ok(), Some(bytes));
    }

    #[test]
    fn a_link_of_any_bytes_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let fragment = format!("1.{}", URL_SAFE_NO_PAD.encode(bytes));
        prop_assert_eq!(decode(&fragment), Err(LinkError::Damaged));
    }
}
