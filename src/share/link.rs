//! A scenario as the fragment of a link: versioned, compressed, with the data's fingerprint.
//!
//! A version, a dot, and then base64url(deflate(checksum, payload)). Version 1 has the scenario;
//! version 2 adds structures of the user's own, version 3 the sender's files and key figures, which
//! links made with the user's own data have. The payload names only what differs from the defaults,
//! by the codes of the tables in [`fields`] and [`choices`]. Every version stays readable:
//! a payload's fields never change, a new version has a type of its own. A link is hostile until
//! it is checked: its length, what it inflates to, every count and every value are bounded.

mod sender;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike, NaiveDate};
use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, compress_to_output,
    create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::engine::report::Digest;
use crate::engine::{Scenario, ScenarioError, choices, fields};
use crate::market::Fingerprint;
use crate::profile::{Assignment, PerProfile};
use crate::view::link_status::Sender;
use sender::SenderPayload;

/// Fragments longer than this are refused unread.
const LONGEST: usize = 8_000;
/// A payload inflates to at most this.
const LARGEST: usize = 64 * 1024;
/// Bytes of SHA-256 that guard against cut and mistyped links.
const CHECKSUM: usize = 4;
/// Names are cut to this many characters.
const NAME: usize = 80;

/// A scenario, and which data and result it was shared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Every choice.
    pub scenario: Scenario,
    /// The data's name, for people.
    pub data_name: String,
    /// What identifies the data.
    pub fingerprint: Fingerprint,
    /// Its result, if it was run.
    pub digest: Option<Digest>,
    /// Files and key figures, if it was made with the user's own data.
    pub sender: Option<Sender>,
}

/// Why a fragment is not a link.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LinkError {
    /// Longer than any link the app makes.
    #[error("the link has {0} characters, more than a link can have; ask its sender for a new one")]
    TooLong(usize),
    /// Not of a version this app knows.
    #[error("the link is of an unknown version; reload the page or ask its sender for a new link")]
    UnknownVersion,
    /// Cut, mistyped, or never a link.
    #[error("the link is incomplete or damaged; copy it again, to its last character")]
    Damaged,
    /// A code that does not exist here.
    #[error("the link sets something this page does not know (code {0}); reload the page")]
    UnknownCode(u16),
    /// A value outside its range.
    #[error("the link sets {0}")]
    Refused(#[from] ScenarioError),
}

/// The first version's payload. Its fields are never reordered.
#[derive(Serialize, Deserialize)]
struct Payload {
    numbers: Vec<(u16, f64)>,
    choices: Vec<(u16, u8)>,
    from: Option<i32>,
    to: Option<i32>,
    data_name: String,
    fingerprint: [u8; 32],
    digest: Option<[u8; 32]>,
}

/// The second version's: structures of the user's own follow.
#[derive(Serialize, Deserialize)]
struct WithStructures {
    payload: Payload,
    custom: PerProfile<Option<Vec<Assignment>>>,
}

/// The third version's: what the sender had follows.
#[derive(Serialize, Deserialize)]
struct WithSender {
    payload: Payload,
    /// `None` if there are no structures of the user's own.
    custom: Option<PerProfile<Option<Vec<Assignment>>>>,
    sender: SenderPayload,
}

/// The fragment of a link, without the `#`.
///
/// ```
/// use rotation::engine::Scenario;
/// use rotation::market::Market;
/// use rotation::share::link::{Link, LinkError, decode, encode};
///
/// let mut scenario = Scenario::default();
/// scenario.allocation.max_profile_weight = 0.3;
/// let fingerprint = Market::default().fingerprint();
/// let data_name = "spy.csv".to_owned();
/// let link = Link { scenario, data_name, fingerprint, digest: None, sender: None };
/// let fragment = encode(&link);
/// assert!(fragment.len() < 120);
/// assert_eq!(decode(&fragment), Ok(link));
/// assert_eq!(decode(&fragment[..60]), Err(LinkError::Damaged));
/// ```
#[must_use]
pub fn encode(link: &Link) -> String {
    let (scenario, default) = (&link.scenario, Scenario::default());
    let numbers = fields::FIELDS.iter().filter(|field| field.get(scenario) != field.get(&default));
    let choices = choices::CHOICES.iter().filter(|c| c.get(scenario) != c.get(&default));
    let payload = Payload {
        numbers: numbers.map(|field| (field.code, field.get(scenario))).collect(),
        choices: choices.map(|choice| (choice.code, choice.get(scenario) as u8)).collect(),
        from: scenario.from.map(|date| date.num_days_from_ce()),
        to: scenario.to.map(|date| date.num_days_from_ce()),
        data_name: link.data_name.chars().take(NAME).collect(),
        fingerprint: link.fingerprint.0,
        digest: link.digest.map(|digest| digest.0),
    };
    let custom = &scenario.structures.custom;
    let custom = custom.iter().any(Option::is_some).then(|| custom.clone());
    match (&link.sender, custom) {
        (None, None) => sealed("1", &payload),
        (None, Some(custom)) => sealed("2", &WithStructures { payload, custom }),
        (Some(sender), custom) => {
            sealed("3", &WithSender { payload, custom, sender: SenderPayload::of(sender) })
        }
    }
}

/// Version, checksum and payload, packed.
fn sealed(version: &str, payload: &impl Serialize) -> String {
    let payload = postcard::to_stdvec(payload).expect("plain numbers and text have an encoding");
    let mut bytes = Sha256::digest(&payload)[..CHECKSUM].to_vec();
    bytes.extend(payload);
    format!("{version}.{}", URL_SAFE_NO_PAD.encode(compress(&bytes)))
}

/// The bytes as raw deflate (RFC 1951): the shorter of two encodings.
///
/// miniz_oxide's default strategy writes Huffman tables into blocks of more than 48 bytes, which
/// pays from about 500 bytes on (all fields: 414 bytes instead of 431); below that the fixed codes
/// are shorter (ten fields: 153 instead of 184).
fn compress(bytes: &[u8]) -> Vec<u8> {
    let with = |strategy: CompressionStrategy| {
        let flags = create_comp_flags_from_zip_params(9, 0, strategy as i32);
        let mut packed = Vec::new();
        compress_to_output(&mut CompressorOxide::new(flags), bytes, TDEFLFlush::Finish, |part| {
            packed.extend_from_slice(part);
            true
        });
        packed
    };
    let (fixed, own) = (with(CompressionStrategy::Fixed), with(CompressionStrategy::Default));
    if own.len() < fixed.len() { own } else { fixed }
}

/// The link of a fragment, with or without the `#`.
///
/// # Errors
/// The first rule that is broken, in the order of [`LinkError`].
pub fn decode(fragment: &str) -> Result<Link, LinkError> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.len() > LONGEST {
        return Err(LinkError::TooLong(fragment.len()));
    }
    let read = match fragment.split_once('.') {
        Some(("1", body)) => payload(body).map(|payload| (payload, None, None)),
        Some(("2", body)) => {
            payload(body).map(|read: WithStructures| (read.payload, Some(read.custom), None))
        }
        Some(("3", body)) => payload(body).map(|read: WithSender| {
            let WithSender { payload, custom, sender } = read;
            (payload, custom, Some(sender.sender()))
        }),
        Some((version, _)) if version.parse::<u32>().is_ok() => {
            return Err(LinkError::UnknownVersion);
        }
        _ => return Err(LinkError::Damaged),
    };
    let (payload, custom, sender) = read.ok_or(LinkError::Damaged)?;
    let scenario = scenario(&payload, custom.unwrap_or_default())?;
    Ok(Link {
        scenario,
        data_name: shown_name(&payload.data_name),
        fingerprint: Fingerprint(payload.fingerprint),
        digest: payload.digest.map(Digest),
        sender,
    })
}

/// A name as it may be shown: not too long, and nothing in it can move the cursor.
fn shown_name(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).take(NAME).collect()
}

/// The payload, if it is whole.
fn payload<T: DeserializeOwned>(body: &str) -> Option<T> {
    let packed = URL_SAFE_NO_PAD.decode(body).ok()?;
    let bytes = decompress_to_vec_with_limit(&packed, LARGEST).ok()?;
    let (checksum, payload) = bytes.split_at_checked(CHECKSUM)?;
    if Sha256::digest(payload)[..CHECKSUM] != *checksum {
        return None;
    }
    match postcard::take_from_bytes(payload) {
        Ok((payload, [])) => Some(payload),
        _ => None,
    }
}

fn scenario(
    payload: &Payload,
    custom: PerProfile<Option<Vec<Assignment>>>,
) -> Result<Scenario, LinkError> {
    let mut scenario = Scenario::default();
    scenario.structures.custom = custom;
    for (code, value) in &payload.numbers {
        let field = fields::by_code(*code).ok_or(LinkError::UnknownCode(*code))?;
        field.check(*value)?;
        field.set(&mut scenario, *value);
    }
    for (code, option) in &payload.choices {
        let choice = choices::by_code(*code).ok_or(LinkError::UnknownCode(*code))?;
        if usize::from(*option) >= choice.options.len() {
            return Err(LinkError::UnknownCode(*code));
        }
        choice.set(&mut scenario, usize::from(*option));
    }
    scenario.from = date(payload.from)?;
    scenario.to = date(payload.to)?;
    match scenario.check() {
        Ok(()) | Err(ScenarioError::Smile { .. }) => {} // opens, and is refused in the form
        Err(error) => return Err(error.into()),
    }
    Ok(scenario)
}

fn date(days: Option<i32>) -> Result<Option<NaiveDate>, LinkError> {
    let Some(days) = days else { return Ok(None) };
    NaiveDate::from_num_days_from_ce_opt(days).map(Some).ok_or(LinkError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use proptest::prelude::*;

    fn plain() -> Link {
        let fingerprint = Fingerprint([7; 32]);
        let digest = Some(Digest([9; 32]));
        let (scenario, data_name) = (Scenario::default(), "spy.csv".to_owned());
        Link { scenario, data_name, fingerprint, digest, sender: None }
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
        assert!(fragment.starts_with("2.") && fragment.len() < 260, "{fragment}");
        assert_eq!(decode(&fragment), Ok(link.clone()));
        let own = link.scenario.structures.custom[Profile::Skew.index()].as_mut();
        own.expect("it was set")[0].structure.legs.clear();
        let refused = decode(&encode(&link)).map_err(|error| error.to_string());
        let actual =
            "the link sets structures of SKEW: \"put backspread\" has no legs; add at least one";
        assert_eq!(refused, Err(actual.to_owned()));
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
}
