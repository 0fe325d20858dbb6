//! The structures of a profile as JSON, the way the command line reads them in a scenario.
//!
//! Writing is a few lines. Reading is the browser's affair, whose parser is there already: it hands
//! over every value of the file with the path to it, and here they become structures again.

use crate::math::decimal;
use crate::pricing::Right;
use crate::profile::Assignment;
use crate::regime::Regime;
use crate::trade::{Exits, ExpiryRule, HedgeRule, LegRule, StrikeRule, Structure};

/// A value of a JSON file as text, with the path to it, such as `0.structure.legs.1.ratio`.
pub type Value = (String, String);

/// Structures as JSON.
#[must_use]
pub fn write(assignments: &[Assignment]) -> String {
    let all: Vec<String> = assignments.iter().map(assignment).collect();
    format!("[\n{}\n]\n", all.join(",\n"))
}

fn assignment(own: &Assignment) -> String {
    let regimes: Vec<String> = own.regimes.iter().map(|regime| format!("\"{regime:?}\"")).collect();
    let Structure { name, legs, roll_below, hedge, exits } = &own.structure;
    let legs: Vec<String> = legs.iter().map(leg).collect();
    let hedge = match hedge {
        HedgeRule::None => "\"none\"".to_owned(),
        HedgeRule::Daily => "\"daily\"".to_owned(),
        HedgeRule::Band(band) => format!("{{ \"band\": {band} }}"),
    };
    format!(
        "  {{ \"regimes\": [{}],\n    \"structure\": {{\n      \"name\": \"{}\",\n      \
         \"legs\": [\n{}\n      ],\n      \"roll_below\": {},\n      \"hedge\": {hedge},\n      \
         \"exits\": {{ \
         \"stop_loss\": {}, \"take_profit\": {}, \"maximum_days\": {} }} }} }}",
        regimes.join(", "),
        plain(name),
        legs.join(",\n"),
        maybe(*roll_below),
        maybe(exits.stop_loss),
        maybe(exits.take_profit),
        maybe(exits.maximum_days),
    )
}

fn leg(leg: &LegRule) -> String {
    let strike = match leg.strike {
        StrikeRule::AtTheMoney => "\"at_the_money\"".to_owned(),
        StrikeRule::Percent(percent) => format!("{{ \"percent\": {percent} }}"),
        StrikeRule::Delta(delta) => format!("{{ \"delta\": {delta} }}"),
    };
    let ExpiryRule { target, minimum, maximum } = leg.expiry;
    format!(
        "        {{ \"right\": \"{}\", \"ratio\": {}, \"strike\": {strike}, \"expiry\": {{ \
         \"target\": {target}, \"minimum\": {minimum}, \"maximum\": {maximum} }}, \
         \"roll_below\": {} }}",
        leg.right,
        leg.ratio,
        maybe(leg.roll_below),
    )
}

fn maybe<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

/// A name without what would have to be escaped.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() && *c != '"' && *c != '\\').collect()
}

/// The structures that the values of a JSON file make.
///
/// # Errors
/// The path that is missing or has a value of another kind, and what was expected there.
pub fn read(values: &[Value]) -> Result<Vec<Assignment>, String> {
    let at = |path: &str| values.iter().find(|(own, _)| own == path).map(|(_, text)| text.as_str());
    let has = |path: &str| values.iter().any(|(own, _)| own.starts_with(path));
    let mut all = Vec::new();
    while has(&format!("{}.", all.len())) && all.len() < 6 {
        let start = format!("{}.structure", all.len());
        let mut regimes = Vec::new();
        while let Some(name) = at(&format!("{}.regimes.{}", all.len(), regimes.len())) {
            let known = Regime::ALL.into_iter().find(|regime| format!("{regime:?}") == name);
            regimes.push(known.ok_or_else(|| wrong(&start, "a regime such as TrendUp", name))?);
        }
        let mut legs = Vec::new();
        while has(&format!("{start}.legs.{}.", legs.len())) && legs.len() <= Structure::MAX_LEGS {
            legs.push(read_leg(&format!("{start}.legs.{}", legs.len()), &at)?);
        }
        let hedge = match (at(&format!("{start}.hedge")), at(&format!("{start}.hedge.band"))) {
            (_, Some(band)) => HedgeRule::Band(number(&start, band)?),
            (Some("daily"), _) => HedgeRule::Daily,
            _ => HedgeRule::None,
        };
        let exit = |name: &str| given(&format!("{start}.exits.{name}"), &at);
        let structure = Structure {
            name: at(&format!("{start}.name")).unwrap_or("own").chars().take(40).collect(),
            legs,
            roll_below: days(&format!("{start}.roll_below"), &at)?,
            hedge,
            exits: Exits {
                stop_loss: exit("stop_loss")?,
                take_profit: exit("take_profit")?,
                maximum_days: days(&format!("{start}.exits.maximum_days"), &at)?,
            },
        };
        all.push(Assignment { regimes, structure });
    }
    if all.is_empty() {
        return Err("expected a list of structures as this page downloads them, found none".into());
    }
    Ok(all)
}

fn read_leg<'a>(start: &str, at: &impl Fn(&str) -> Option<&'a str>) -> Result<LegRule, String> {
    let expiry = |name: &str| needed(&format!("{start}.expiry.{name}"), at);
    let strike = |name: &str| given(&format!("{start}.strike.{name}"), at);
    Ok(LegRule {
        right: match at(&format!("{start}.right")) {
            Some("call") => Right::Call,
            Some("put") => Right::Put,
            other => return Err(wrong(start, "right: call or put", other.unwrap_or("nothing"))),
        },
        ratio: needed(&format!("{start}.ratio"), at)?,
        strike: match (strike("percent")?, strike("delta")?) {
            (Some(percent), _) => StrikeRule::Percent(percent),
            (_, Some(delta)) => StrikeRule::Delta(delta),
            _ => StrikeRule::AtTheMoney,
        },
        expiry: ExpiryRule {
            target: expiry("target")?,
            minimum: expiry("minimum")?,
            maximum: expiry("maximum")?,
        },
        roll_below: days(&format!("{start}.roll_below"), at)?,
    })
}

fn given<'a>(path: &str, at: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<f64>, String> {
    match at(path) {
        None | Some("null") => Ok(None),
        Some(text) => number(path, text).map(Some),
    }
}

fn days<'a>(path: &str, at: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<i64>, String> {
    match given(path, at)? {
        Some(days) if days != days.trunc() || days.abs() > 1e6 => {
            Err(wrong(path, "a whole number", &days.to_string()))
        }
        days => Ok(days.map(|days| days as i64)),
    }
}

fn needed<'a>(path: &str, at: &impl Fn(&str) -> Option<&'a str>) -> Result<i64, String> {
    days(path, at)?.ok_or_else(|| wrong(path, "a whole number", "nothing"))
}

fn number(path: &str, text: &str) -> Result<f64, String> {
    decimal::parse(text).ok_or_else(|| wrong(path, "a number", text))
}

fn wrong(path: &str, expected: &str, found: &str) -> String {
    let found: String = found.chars().take(40).collect();
    format!("{path}: expected {expected}, found \"{found}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, SkewInBreakingVol, StructureChoices};

    /// Every value with its path, as the browser's parser gives them.
    fn flat(path: &str, value: &serde_json::Value, out: &mut Vec<Value>) {
        let below =
            |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        match value {
            serde_json::Value::Array(all) => {
                all.iter()
                    .enumerate()
                    .for_each(|(at, one)| flat(&below(&at.to_string()), one, out));
            }
            serde_json::Value::Object(all) => {
                all.iter().for_each(|(key, one)| flat(&below(key), one, out));
            }
            serde_json::Value::String(text) => out.push((path.to_owned(), text.clone())),
            other => out.push((path.to_owned(), other.to_string())),
        }
    }

    fn values(json: &str) -> Vec<Value> {
        let mut out = Vec::new();
        flat("", &serde_json::from_str(json).unwrap(), &mut out);
        out
    }

    #[test]
    fn every_structure_comes_back_here_and_on_the_command_line() {
        let skew_in_breaking_vol = SkewInBreakingVol::RiskReversal;
        let choices = StructureChoices { skew_in_breaking_vol, ..StructureChoices::default() };
        for profile in Profile::ALL {
            let mut own = choices.assignments(profile);
            own[0].structure.hedge = HedgeRule::Band(0.15);
            own[0].structure.exits.stop_loss = Some(0.02);
            let json = write(&own);
            assert_eq!(serde_json::from_str::<Vec<Assignment>>(&json).unwrap(), own);
            assert_eq!(read(&values(&json)), Ok(own));
        }
    }

    #[test]
    fn what_is_no_structure_is_said_to_be_none() {
        let said = |json: &str| read(&values(json)).unwrap_err();
        assert_eq!(
            said("{\"a\": 1}"),
            "expected a list of structures as this page downloads them, found none"
        );
        assert_eq!(
            said("[{\"structure\": {\"legs\": [{\"right\": \"straddle\"}]}}]"),
            "0.structure.legs.0: expected right: call or put, found \"straddle\""
        );
        assert_eq!(
            said("[{\"structure\": {\"legs\": [{\"right\": \"put\", \"ratio\": 1.5}]}}]"),
            "0.structure.legs.0.ratio: expected a whole number, found \"1.5\""
        );
    }
}
