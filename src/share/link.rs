//! A scenario as the fragment of a link: versioned, compressed, with the data's fingerprint.
//!
//! A version, a dot, and then base64url(deflate(checksum, payload)). Version 1 has the scenario;
//! version 2 adds structures of the user's own, version 3 the sender's files and key figures, which
//! links made with the user's own data have. Version 4, which is written today, has all of that and
//! the version of the model. The payload names only what differs from the defaults of that model
//! version, by the codes of the tables in [`fields`] and [`choices`]; versions 1 to 3 are of model
//! version 1. Every version stays readable: a payload's fields never change, a new version has a
//! type of its own. A link is hostile until it is checked: its length, what it inflates to, every
//! count and every value are bounded.

mod sender;
#[cfg(test)]
mod tests;

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

use crate::analysis::BenchmarkKind;
use crate::engine::report::Digest;
use crate::engine::versions::structures::AssignmentPayload;
use crate::engine::versions::{self, MODEL_VERSION};
use crate::engine::{Scenario, ScenarioError, choices, fields};
use crate::market::Fingerprint;
use crate::profile::PerProfile;
use crate::view::link_status::Sender;
use sender::SenderPayload;

/// Fragments longer than this are refused unread.
const LONGEST: usize = 8_000;
/// A payload inflates to at most this.
const LARGEST: usize = 64 * 1024;
/// The benchmark among the choices of a payload, though it is none of the scenario: its option is
/// the place in [`BenchmarkKind::ALL`]. Absent without one.
const BENCHMARK: u16 = 60;
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
    /// The benchmark that its result is compared with, if one was chosen.
    pub benchmark: Option<BenchmarkKind>,
    /// What it sets that no longer exists, by name.
    pub removed: Vec<&'static str>,
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
    custom: StructuresPayload,
}

/// The third version's: what the sender had follows.
#[derive(Serialize, Deserialize)]
struct WithSender {
    payload: Payload,
    /// `None` if there are no structures of the user's own.
    custom: Option<StructuresPayload>,
    sender: SenderPayload,
}

/// The fourth version's: all of it, for a version of the model.
#[derive(Serialize, Deserialize)]
struct WithModel {
    payload: Payload,
    model_version: u32,
    /// Numbers that are off.
    off: Vec<u16>,
    /// `None` if they are those of the model version's defaults.
    custom: Option<StructuresPayload>,
    sender: Option<SenderPayload>,
}

/// Structures of the user's own, by profile.
type StructuresPayload = PerProfile<Option<Vec<AssignmentPayload>>>;

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
/// let (digest, sender, benchmark, removed) = (None, None, None, Vec::new());
/// let link = Link { scenario, data_name, fingerprint, digest, sender, benchmark, removed };
/// let fragment = encode(&link);
/// assert!(fragment.len() < 120);
/// assert_eq!(decode(&fragment), Ok(link));
/// assert_eq!(decode(&fragment[..60]), Err(LinkError::Damaged));
/// ```
#[must_use]
pub fn encode(link: &Link) -> String {
    let scenario = &link.scenario;
    let base = versions::defaults(scenario.model_version);
    let changed = fields::FIELDS.iter().filter(|field| field.get(scenario) != field.get(&base));
    let (set, off): (Vec<_>, Vec<_>) = changed.partition(|field| field.get(scenario).is_some());
    let choices = choices::CHOICES.iter().filter(|c| c.get(scenario) != c.get(&base));
    let choices = choices.map(|choice| (choice.code, choice.get(scenario) as u8));
    let place = |kind| BenchmarkKind::ALL.iter().position(|own| *own == kind);
    let benchmark = link.benchmark.and_then(place).map(|place| (BENCHMARK, place as u8));
    let numbers = set.into_iter().filter_map(|field| Some((field.code, field.get(scenario)?)));
    let payload = Payload {
        numbers: numbers.collect(),
        choices: choices.chain(benchmark).collect(),
        from: scenario.from.map(|date| date.num_days_from_ce()),
        to: scenario.to.map(|date| date.num_days_from_ce()),
        data_name: link.data_name.chars().take(NAME).collect(),
        fingerprint: link.fingerprint.0,
        digest: link.digest.map(|digest| digest.0),
    };
    let custom = &scenario.structures.custom;
    let written = || {
        custom.each_ref().map(|own| {
            own.as_ref().map(|own| own.iter().map(AssignmentPayload::of).collect::<Vec<_>>())
        })
    };
    let with_model = WithModel {
        payload,
        model_version: scenario.model_version,
        off: off.iter().map(|field| field.code).collect(),
        custom: (*custom != base.structures.custom).then(written),
        sender: link.sender.as_ref().map(SenderPayload::of),
    };
    sealed("4", &with_model)
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
    let (version, body) = fragment.split_once('.').ok_or(LinkError::Damaged)?;
    let old = |payload, custom, sender| WithModel {
        payload,
        model_version: 1,
        off: Vec::new(),
        custom,
        sender,
    };
    let read = match version {
        "1" => payload(body).map(|payload| old(payload, None, None)),
        "2" => payload(body).map(|read: WithStructures| old(read.payload, Some(read.custom), None)),
        "3" => {
            payload(body).map(|read: WithSender| old(read.payload, read.custom, Some(read.sender)))
        }
        "4" => payload(body),
        version if version.parse::<u32>().is_ok() => return Err(LinkError::UnknownVersion),
        _ => return Err(LinkError::Damaged),
    };
    let read = read.ok_or(LinkError::Damaged)?;
    if !(1..=MODEL_VERSION).contains(&read.model_version) {
        return Err(LinkError::UnknownVersion);
    }
    let (scenario, removed) = scenario(&read, version != "4")?;
    let benchmark = benchmark(&read.payload.choices)?;
    let WithModel { payload, sender, .. } = read;
    Ok(Link {
        scenario,
        data_name: shown_name(&payload.data_name),
        fingerprint: Fingerprint(payload.fingerprint),
        digest: payload.digest.map(Digest),
        sender: sender.map(SenderPayload::sender),
        benchmark,
        removed,
    })
}

/// The benchmark among the choices of a payload.
fn benchmark(choices: &[(u16, u8)]) -> Result<Option<BenchmarkKind>, LinkError> {
    let Some((code, place)) = choices.iter().find(|(code, _)| *code == BENCHMARK) else {
        return Ok(None);
    };
    let kind = BenchmarkKind::ALL.get(usize::from(*place));
    kind.map(|kind| Some(*kind)).ok_or(LinkError::UnknownCode(*code))
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

/// The scenario of a payload, and what it sets that no longer exists. In links before version 4
/// some values of limits meant off.
fn scenario(read: &WithModel, is_old: bool) -> Result<(Scenario, Vec<&'static str>), LinkError> {
    let mut scenario = match is_old {
        true => versions::version_1_base(),
        false => versions::defaults(read.model_version),
    };
    let mut removed = Vec::new();
    if let Some(custom) = &read.custom {
        let own = |own: &Vec<AssignmentPayload>| {
            own.iter().map(AssignmentPayload::assignment).collect::<Vec<_>>()
        };
        scenario.structures.custom = custom.each_ref().map(|custom| custom.as_ref().map(own));
    }
    let numbers = read.payload.numbers.iter().map(|(code, value)| match is_old {
        true => (*code, versions::version_1_number(*code, *value)),
        false => (*code, Some(*value)),
    });
    for (code, value) in numbers.chain(read.off.iter().map(|code| (*code, None))) {
        let Some(field) = fields::by_code(code) else {
            let name = versions::removed_number(code).ok_or(LinkError::UnknownCode(code))?;
            removed.push(name);
            continue;
        };
        field.check(value)?;
        field.set(&mut scenario, value);
    }
    for (code, option) in read.payload.choices.iter().filter(|(code, _)| *code != BENCHMARK) {
        let choice = choices::by_code(*code).ok_or(LinkError::UnknownCode(*code))?;
        if usize::from(*option) >= choice.options.len() {
            return Err(LinkError::UnknownCode(*code));
        }
        choice.set(&mut scenario, usize::from(*option));
    }
    if is_old {
        versions::complete(&mut scenario);
    }
    scenario.from = date(read.payload.from)?;
    scenario.to = date(read.payload.to)?;
    match scenario.check() {
        Ok(()) | Err(ScenarioError::Smile { .. }) => {} // opens, and is refused in the form
        Err(error) => return Err(error.into()),
    }
    Ok((scenario, removed))
}

fn date(days: Option<i32>) -> Result<Option<NaiveDate>, LinkError> {
    let Some(days) = days else { return Ok(None) };
    NaiveDate::from_num_days_from_ce_opt(days).map(Some).ok_or(LinkError::Damaged)
}
