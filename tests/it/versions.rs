//! Scenarios of earlier model versions: what they had is what they have.

use rotation::engine::versions::{
    MODEL_VERSION, from_json, version_1_defaults, with_todays_choices,
};
use rotation::engine::{ExitBasis, Scenario};
use rotation::pricing::Model;
use rotation::profile::Profile;
use rotation::trade::{ExpirySeries, SpreadModel};

/// Every value of a scenario that differs from the defaults of version 1, as `path: value`.
fn differences(scenario: &Scenario) -> Vec<String> {
    fn walk(path: &str, one: &serde_json::Value, other: &serde_json::Value, to: &mut Vec<String>) {
        match (one, other) {
            (serde_json::Value::Object(one), serde_json::Value::Object(other)) => {
                for (name, value) in one {
                    walk(&format!("{path}.{name}"), value, &other[name], to);
                }
            }
            _ if one != other => to.push(format!("{}: {one}", path.trim_start_matches('.'))),
            _ => {}
        }
    }
    let mut found = Vec::new();
    let json = |scenario: &Scenario| serde_json::to_value(scenario).unwrap();
    walk("", &json(scenario), &json(&version_1_defaults()), &mut found);
    found
}

#[test]
fn version_1_has_the_choices_it_had() {
    let scenario = version_1_defaults();
    assert_eq!(scenario.check(), Ok(()));
    assert_eq!(scenario.model.skew, -0.15);
    assert_eq!(scenario.structures.expiries, ExpirySeries::MondayWednesdayFriday);
    assert_eq!(scenario.costs.spread, SpreadModel::Index);
    assert_eq!(scenario.limits.exit_basis, ExitBasis::Notional);
    let names = |profile| -> Vec<String> {
        let own = scenario.structures.assignments(profile);
        own.into_iter().map(|own| own.structure.name).collect()
    };
    assert_eq!(names(Profile::Vanna), ["call diagonal"]);
    assert_eq!(names(Profile::VolOfVol), ["long straddle"]);
    assert_eq!(names(Profile::ShortGamma), ["long straddle", "short straddle"]);
}

#[test]
fn json_without_a_version_is_of_version_1() {
    let check = |text: &str, expected: &[&str]| {
        let (scenario, removed) = from_json(text.as_bytes()).unwrap();
        assert_eq!(
            (differences(&scenario), removed.as_slice()),
            (expected.iter().map(|own| (*own).to_owned()).collect(), &[][..]),
            "{text}"
        );
        assert_eq!(scenario.model_version, 1);
        // Written and read again it is the same.
        let text = serde_json::to_vec(&scenario).unwrap();
        assert_eq!(from_json(&text).unwrap().0, scenario);
    };
    check("{}", &[]);
    check(r#"{ "model_version": 1 }"#, &[]);
    // Marked by a program of today, 1,000 % is a limit.
    check(
        r#"{ "model_version": 1, "limits": { "stop_loss": 10.0 } }"#,
        &["limits.stop_loss: 10.0"],
    );
    check(r#"{ "limits": { "stop_loss": 10.0, "maximum_days": 3650, "vega": 10.0 } }"#, &[]);
    check(r#"{ "limits": { "stop_loss": 0.5 } }"#, &["limits.stop_loss: 0.5"]);
    check(r#"{ "limits": { "event_days": 0.0, "halt_days": 30.0 } }"#, &[]);
    check(
        r#"{ "limits": { "drawdown": 0.2, "halt_days": 30.0 } }"#,
        &["limits.drawdown: 0.2", "limits.restart_days: 30.0"],
    );
    check(
        r#"{ "limits": { "drawdown": 0.2 } }"#,
        &["limits.drawdown: 0.2", "limits.restart_days: 20.0"],
    );
}

#[test]
fn json_of_today_has_the_defaults_of_today() {
    let text = format!(r#"{{ "model_version": {MODEL_VERSION}, "limits": {{ "delta": null }} }}"#);
    assert_eq!(from_json(text.as_bytes()).unwrap(), (Scenario::default(), Vec::new()));
    let text = serde_json::to_vec(&Scenario::default()).unwrap();
    assert_eq!(from_json(&text).unwrap().0, Scenario::default());
}

#[test]
fn json_that_is_refused_says_where() {
    let check = |text: &str, expected: &str| {
        assert_eq!(from_json(text.as_bytes()).unwrap_err().to_string(), expected);
    };
    check(
        r#"{ "model_version": 9 }"#,
        "model_version: expected 1 to 2, found 9; use a newer program",
    );
    let error = from_json(b"{\n\"limits\": { \"stop_los\": 1 } }").unwrap_err();
    assert!(error.to_string().starts_with("unknown field `stop_los`"), "{error}");
    assert_eq!(error.line(), 2);
}

#[test]
fn todays_choices_replace_those_of_version_1_and_keep_the_users() {
    assert_eq!(with_todays_choices(&version_1_defaults()), Scenario::default());
    let mut own = version_1_defaults();
    own.allocation.max_profile_weight = 0.2;
    own.limits.stop_loss = Some(0.5);
    own.model = Model { curvature: 0.05, ..own.model };
    let structure = own.structures.assignments(Profile::Charm);
    own.structures.custom[0] = Some(structure.clone());
    let next = with_todays_choices(&own);
    let mut expected = Scenario::default();
    expected.allocation.max_profile_weight = 0.2;
    expected.limits.stop_loss = Some(0.5);
    expected.model.curvature = 0.05;
    expected.structures.custom[0] = Some(structure);
    assert_eq!(next, expected);
}
