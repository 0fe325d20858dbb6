//! The structures of a profile as a JSON file, in the layout that the command line reads in a
//! scenario. Reading is strict: an unknown key or value is an error with its line, never a default.

use serde::de::IgnoredAny;
use serde_json::error::Category;

use crate::profile::Assignment;

/// Longer files are refused unread, bytes.
const LONGEST: usize = 64 * 1024;
/// Names of structures are cut to this many characters, as in the form.
const NAME: usize = 40;

/// Why a file cannot be read as structures.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StructureFileError {
    /// Longer than any file of structures.
    #[error("expected at most {LONGEST} bytes of JSON, found {0}; choose a file of structures")]
    TooLong(usize),
    /// Not JSON, or cut.
    #[error("line {line}, column {column}: expected JSON, found: {problem}; {REMEDY}")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        problem: String,
    },
    /// JSON of another layout, or a value that does not exist.
    #[error("line {line}, column {column}: {problem}; {REMEDY}")]
    Refused {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// The rule and the value found.
        problem: String,
    },
    /// A list of nothing.
    #[error("expected at least one structure, found an empty list; {REMEDY}")]
    Empty,
}

/// What to do about a file that cannot be read.
const REMEDY: &str = "correct the file or download the structures again";

/// Structures as JSON, indented.
///
/// ```
/// use rotation::profile::{Profile, StructureChoices};
/// use rotation::view::structure_json::{read, write};
/// let structures = StructureChoices::default().assignments(Profile::Skew);
/// assert_eq!(read(&write(&structures)), Ok(structures));
/// ```
#[must_use]
pub fn write(assignments: &[Assignment]) -> String {
    let json = serde_json::to_string_pretty(assignments);
    json.expect("structures have text as keys and no other failure of writing") + "\n"
}

/// The structures of a JSON text.
///
/// # Errors
/// The first rule that is broken, in the order of [`StructureFileError`].
pub fn read(text: &str) -> Result<Vec<Assignment>, StructureFileError> {
    if text.len() > LONGEST {
        return Err(StructureFileError::TooLong(text.len()));
    }
    // Text that is not JSON gets its own message, not that of another layout.
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| describe(&error))?;
    let mut all: Vec<Assignment> = serde_json::from_str(text).map_err(|error| describe(&error))?;
    if all.is_empty() {
        return Err(StructureFileError::Empty);
    }
    for Assignment { structure, .. } in &mut all {
        structure.name = structure.name.chars().take(NAME).collect();
    }
    Ok(all)
}

/// serde_json's own words, with the place first and without the names of Rust's types.
fn describe(error: &serde_json::Error) -> StructureFileError {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let problem = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
    let column = column.max(1); // 0 before anything is read
    let problem = problem
        .replace("expected i64", "expected a whole number")
        .replace("expected f64", "expected a number")
        .replace("expected struct ", "expected the fields of ")
        .replace("expected a sequence", "expected a list");
    match error.classify() {
        Category::Data => StructureFileError::Refused { line, column, problem },
        _ => StructureFileError::NotJson { line, column, problem },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, SkewInBreakingVol, StructureChoices};
    use crate::trade::{HedgeRule, StrikeRule};
    use proptest::prelude::*;

    #[test]
    fn every_structure_round_trips() {
        let skew_in_breaking_vol = SkewInBreakingVol::RiskReversal;
        let choices = StructureChoices { skew_in_breaking_vol, ..StructureChoices::default() };
        for profile in Profile::ALL {
            let mut own = choices.assignments(profile);
            own[0].structure.name = "my \"own\" \\ structure".to_owned();
            own[0].structure.hedge = HedgeRule::Band(0.15);
            own[0].structure.exits.stop_loss = Some(0.02);
            assert_eq!(read(&write(&own)), Ok(own));
        }
    }

    proptest! {
        // A last bit lost on the way would be another result.
        #[test]
        fn every_number_comes_back_to_the_last_bit(delta in 0.01..0.99_f64, stop in 0.0..10.0_f64) {
            let mut own = StructureChoices::default().assignments(Profile::Charm);
            own[0].structure.legs[0].strike = StrikeRule::Delta(delta);
            own[0].structure.exits.stop_loss = Some(stop);
            prop_assert_eq!(read(&write(&own)), Ok(own));
        }
    }

    /// A file with one leg, in the layout of earlier releases.
    const FILE: &str = r#"[
  { "regimes": ["TrendUp"],
    "structure": {
      "name": "collar",
      "legs": [
        { "right": "put", "ratio": 1, "strike": { "percent": -1 }, "expiry": { "target": 30, "minimum": 20, "maximum": 40 }, "roll_below": null }
      ],
      "roll_below": 5,
      "hedge": "daily",
      "exits": { "stop_loss": 0.5, "take_profit": null, "maximum_days": null } } }
]
"#;

    #[test]
    fn a_file_of_an_earlier_release_is_read() {
        let own = read(FILE).expect("files of every release are read");
        assert_eq!(own[0].structure.legs[0].strike, StrikeRule::Percent(-1.0));
        assert_eq!(own[0].structure.hedge, HedgeRule::Daily);
        let long = read(&FILE.replace("collar", &"é".repeat(60))).expect("only the name is long");
        assert_eq!(long[0].structure.name, "é".repeat(40));
    }

    #[test]
    fn each_broken_rule_has_its_message() {
        /// The file with one part replaced, and the message without its remedy.
        fn check(from: &str, to: &str, message: &str) {
            assert!(from.is_empty() || FILE.contains(from), "{from}");
            let text = if from.is_empty() { to.to_owned() } else { FILE.replace(from, to) };
            let actual = read(&text).expect_err("the file is broken").to_string();
            assert_eq!(actual.strip_suffix(&format!("; {REMEDY}")).unwrap_or(&actual), message);
        }
        check(
            "\"daily\"",
            "\"weekly\"",
            "line 9, column 23: unknown variant `weekly`, expected one of `none`, `daily`, `band`",
        );
        check(
            "{ \"percent\": -1 }",
            "\"at_the_monye\"",
            "line 6, column 62: unknown variant `at_the_monye`, expected one of `at_the_money`, \
             `percent`, `delta`",
        );
        check(
            "\"TrendUp\"",
            "\"TrendUpward\"",
            "line 2, column 29: unknown variant `TrendUpward`, expected one of `TrendUp`, \
             `TrendDown`, `Compression`, `BreakingVol`, `Choppy`, `Event`",
        );
        check(
            "\"stop_loss\"",
            "\"stop\"",
            "line 10, column 23: unknown field `stop`, expected one of `stop_loss`, `take_profit`, \
             `maximum_days`",
        );
        check(
            "\"ratio\": 1",
            "\"ratio\": 1.5",
            "line 6, column 38: invalid type: floating point `1.5`, expected a whole number",
        );
        check("\"name\": \"collar\",", "", "line 10, column 80: missing field `name`");
        check(
            "-1 }",
            "\"far\" }",
            "line 6, column 66: invalid type: string \"far\", expected a number",
        );
        check("", "[]", "expected at least one structure, found an empty list");
        check("", "{\"a\": 1}", "line 1, column 1: invalid type: map, expected a list");
        check("", "{ not json", "line 1, column 3: expected JSON, found: key must be a string");
        check("", "[", "line 1, column 1: expected JSON, found: EOF while parsing a list");
        let deep = "[".repeat(20_000);
        let expected = "line 1, column 20000: expected JSON, found: EOF while parsing a list";
        check("", &deep, expected);
        let text = " ".repeat(LONGEST + 1);
        let expected =
            "expected at most 65536 bytes of JSON, found 65537; choose a file of structures";
        check("", &text, expected);
    }
}
