//! Model versions: what a scenario of an earlier version means today.
//!
//! There is one engine. A scenario that was made before version 2 runs on it with the choices it
//! had then, and is marked with its version: its market model, margin and rotation are today's.
//! The tables here are frozen; a change of a default is a change of [`Scenario::default`] alone.

pub mod structures;

use serde::de::Error as _;
use serde_json::{Map, Value};

use crate::profile::{PerProfile, Profile};

use super::choices::{self, CHOICES};
use super::fields::{self, FIELDS};
use super::scenario::Scenario;
use structures::version_1_assignments;

/// The version of scenarios made today.
pub const MODEL_VERSION: u32 = 2;

/// Every number of version 1 by its code, as held; limits that were off are absent.
const NUMBERS: [(u16, f64); 38] = [
    (1, 1_000_000.0),
    (2, 0.40),
    (3, 0.05),
    (4, 0.05),
    (5, 0.30),
    (6, 0.5),
    (20, 3.0),
    (21, 0.80),
    (22, 0.40),
    (23, 0.3),
    (24, 0.02),
    (25, 0.50),
    (26, 0.40),
    (27, 0.035),
    (28, 0.30),
    (29, 0.005),
    (40, 1.0),
    (41, 0.5),
    (42, 0.10),
    (43, 0.25),
    (44, 0.50),
    (45, 0.65),
    (46, 0.055),
    (47, 0.001_82),
    (48, 0.002_05),
    (60, -0.15),
    (61, 0.06),
    (62, 1.2),
    (63, 0.0),
    (64, 0.0),
    (70, 0.01),
    (80, 0.05),
    (81, 0.000_05),
    (82, 0.005),
    (93, 5.0),
    (95, 20.0),
    (140, 0.35),
    (141, 0.5),
];

/// The compatibility of version 1: codes 100 to 135, row by row.
const COMPATIBILITY: [[f64; 6]; 6] = [
    [1.0, 0.0, 0.3, 1.0, 0.0, 0.2],
    [0.0, 1.0, 0.2, 0.0, 1.0, 0.6],
    [0.4, 0.0, 1.0, 1.0, 0.0, 0.1],
    [0.0, 0.4, 0.0, 0.0, 1.0, 1.0],
    [0.2, 1.0, 0.6, 0.3, 0.4, 0.1],
    [0.4, 0.6, 0.2, 0.2, 0.8, 1.0],
];

/// The choices of version 1 have codes up to this, each with its first option as the default.
const LAST_CHOICE: u16 = 20;

/// What version 1 did where there is a choice today: code and option. A choice that is added with
/// another default than the behaviour of version 1 has its row here.
const CHOICES_SINCE: [(u16, usize); 3] = [
    (40, 1), // exits on notional
    (50, 1), // VANNA trades the call diagonal
    (70, 1), // opens are trusted
];

/// The number of a limit that was off in version 1, and what it held then.
const SENTINELS: [(u16, f64); 8] = [
    (90, 10.0),
    (91, 10.0),
    (92, 3_650.0),
    (94, 1.0),
    (96, 1.0),
    (97, 10.0),
    (98, 10.0),
    (99, 10.0),
];

/// The number of days before events, of which version 1 meant never by 0.
const EVENT_DAYS: u16 = 142;

/// Fields of version 1 that may have been removed since: the code in links, the path in JSON, and
/// the name. They are accepted and named; one that still exists is none of them.
const REMOVED: [(u16, [&str; 2], &str); 1] =
    [(62, ["model", "realised_factor"], "no VIX: multiple of RV20")];

/// Names of version 1 that are others today, inside `limits`.
const RENAMED: [(&str, &str); 1] = [("halt_days", "restart_days")];

/// The defaults of a version; those of today for a version that is not known.
#[must_use]
pub fn defaults(version: u32) -> Scenario {
    if version == 1 { version_1_defaults() } else { Scenario::default() }
}

/// What a scenario of version 1 had where it named nothing, on today's engine.
///
/// ```
/// use rotation::engine::versions::version_1_defaults;
/// let scenario = version_1_defaults();
/// assert_eq!((scenario.model_version, scenario.model.skew), (1, -0.15));
/// assert_eq!(scenario.limits.stop_loss, None);
/// ```
#[must_use]
pub fn version_1_defaults() -> Scenario {
    let mut scenario = version_1_base();
    complete(&mut scenario);
    scenario
}

/// The same before its own choices are set and it is [complete]: a restart after a halt is planned,
/// and every profile trades the default.
#[must_use]
pub fn version_1_base() -> Scenario {
    let mut scenario = Scenario { model_version: 1, ..Scenario::default() };
    for (code, value) in NUMBERS {
        if let Some(field) = fields::by_code(code) {
            field.set(&mut scenario, value);
        }
    }
    scenario.allocation.compatibility.0 = COMPATIBILITY;
    let own = CHOICES.iter().filter(|choice| choice.code <= LAST_CHOICE);
    own.for_each(|choice| choice.set(&mut scenario, 0));
    for (code, option) in CHOICES_SINCE {
        if let Some(choice) = choices::by_code(code) {
            choice.set(&mut scenario, option);
        }
    }
    scenario
}

/// What a number of version 1 is today: what meant off is absent.
#[must_use]
pub fn version_1_number(code: u16, value: f64) -> Option<f64> {
    let is_off = SENTINELS.contains(&(code, value)) || (code == EVENT_DAYS && value == 0.0);
    (!is_off).then_some(value)
}

/// The name of a number that a link of version 1 may set and that no longer exists.
#[must_use]
pub fn removed_number(code: u16) -> Option<&'static str> {
    let removed = REMOVED.iter().find(|(own, ..)| *own == code);
    removed.filter(|_| fields::by_code(code).is_none()).map(|(.., name)| *name)
}

/// Completes a scenario of version 1 after its own choices are set: profiles without structures of
/// the user's own trade those of version 1, and no restart is planned without a halt.
pub fn complete(scenario: &mut Scenario) {
    for profile in Profile::ALL {
        let index = profile.index();
        if scenario.structures.custom[index].is_none() {
            let own = version_1_assignments(profile, &scenario.structures);
            let is_todays = scenario.structures.assignments(profile) == own;
            scenario.structures.custom[index] = (!is_todays).then_some(own);
        }
    }
    if scenario.limits.drawdown.is_none() {
        scenario.limits.restart_days = None;
    }
}

/// The same scenario with today's choices wherever it has those of version 1; what the user changed
/// stays.
#[must_use]
pub fn with_todays_choices(scenario: &Scenario) -> Scenario {
    let (then, today) = (version_1_defaults(), Scenario::default());
    let mut next = Scenario { model_version: MODEL_VERSION, ..scenario.clone() };
    for field in FIELDS.iter().filter(|field| field.get(scenario) == field.get(&then)) {
        field.set(&mut next, field.get(&today));
    }
    for choice in CHOICES.iter().filter(|choice| choice.get(scenario) == choice.get(&then)) {
        choice.set(&mut next, choice.get(&today));
    }
    let own: PerProfile<_> = Profile::ALL.map(|profile| {
        let frozen = version_1_assignments(profile, &scenario.structures);
        scenario.structures.custom[profile.index()].clone().filter(|own| *own != frozen)
    });
    next.structures.custom = own;
    next
}

/// A scenario and the names of fields in it that no longer exist.
pub type Read = (Scenario, Vec<&'static str>);

/// The scenario of a JSON file. What it does not name has its default: of version 1 in files
/// without `model_version`.
///
/// # Errors
/// Those of JSON, an unknown field, or a version that is not known.
///
/// ```
/// use rotation::engine::versions::from_json;
/// let (scenario, _) = from_json(br#"{ "limits": { "vega": 10.0, "delta": 0.5 } }"#)?;
/// assert_eq!((scenario.model_version, scenario.limits.vega), (1, None));
/// let (scenario, _) = from_json(br#"{ "model_version": 2, "limits": { "vega": 10.0 } }"#)?;
/// assert_eq!((scenario.model_version, scenario.limits.vega), (2, Some(10.0)));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn from_json(text: &[u8]) -> serde_json::Result<Read> {
    let mut value: Value = serde_json::from_slice(text)?;
    let Some(map) = value.as_object_mut() else {
        return Ok((serde_json::from_slice(text)?, Vec::new()));
    };
    let version = map.get("model_version").map_or(1, |own| own.as_u64().unwrap_or(0));
    let is_marked = map.contains_key("model_version");
    match version {
        // Marked by a program of today: nothing in it means anything else than today.
        1 if is_marked => {
            // Its errors name the line.
            serde_json::from_slice::<Scenario>(text)?;
            let mut base = serde_json::to_value(version_1_defaults())?;
            merge(&mut base, &value);
            Ok((serde_json::from_value(base)?, Vec::new()))
        }
        1 => read_version_1(text, map),
        own if own == u64::from(MODEL_VERSION) => Ok((serde_json::from_slice(text)?, Vec::new())),
        _ => Err(serde_json::Error::custom(format!(
            "model_version: expected 1 to {MODEL_VERSION}, found {}; use a newer program",
            map["model_version"]
        ))),
    }
}

fn read_version_1(text: &[u8], map: &mut Map<String, Value>) -> serde_json::Result<Read> {
    let mut base = serde_json::to_value(version_1_base())?;
    let mut removed = Vec::new();
    for (_, [part, field], name) in REMOVED {
        let is_known = base.get(part).is_some_and(|own| own.get(field).is_some());
        let own = map.get_mut(part).and_then(Value::as_object_mut);
        if !is_known && own.is_some_and(|own| own.remove(field).is_some()) {
            removed.push(name);
        }
    }
    let mut is_renamed = false;
    if let Some(limits) = map.get_mut("limits").and_then(Value::as_object_mut) {
        for (then, today) in RENAMED {
            if let Some(own) = limits.remove(then) {
                is_renamed = true;
                limits.insert(today.to_owned(), own);
            }
        }
    }
    if removed.is_empty() && !is_renamed {
        // Its errors name the line.
        serde_json::from_slice::<Scenario>(text)?;
    }
    merge(&mut base, &Value::Object(map.clone()));
    let mut scenario: Scenario = serde_json::from_value(base)?;
    for (code, off) in SENTINELS.into_iter().chain([(EVENT_DAYS, 0.0)]) {
        if let Some(field) = fields::by_code(code)
            && field.get(&scenario) == Some(off)
        {
            field.set(&mut scenario, None);
        }
    }
    complete(&mut scenario);
    Ok((scenario, removed))
}

/// Replaces in `base` what `own` names.
fn merge(base: &mut Value, own: &Value) {
    match (base, own) {
        (Value::Object(base), Value::Object(own)) => {
            for (name, value) in own {
                merge(base.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (base, own) => *base = own.clone(),
    }
}
