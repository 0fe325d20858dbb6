//! What the app and its worker say to each other, as bytes.
//!
//! The page sends a [`Request`], the worker answers with one or more [`Reply`]s; each is one
//! postcard message in one buffer. The two sides are separate files that a browser may hold from
//! different releases, so the first reply carries the [`PROTOCOL`] and the [`BUILD`], and the page
//! goes no further with a worker that is not its own ([`accept`]). Nothing here knows the browser.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::analysis::Review;
use crate::engine::{Report, Scenario};
use crate::import::{self, ImportError};
use crate::market::{Fingerprint, Market, Series};

/// The shape of the messages; raised whenever [`Request`] or [`Reply`] changes.
pub const PROTOCOL: u32 = 2;

/// Which sources this program was built from: a fingerprint that `cargo xtask build` sets for the
/// page and the worker alike, `"development"` when cargo was called directly.
pub const BUILD: &str = match option_env!("ROTATION_BUILD") {
    Some(build) => build,
    None => "development",
};

/// What the page asks of the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read these files into the market that later runs use. A failure keeps the market before.
    Load {
        /// In the order in which the user gave them.
        files: Vec<File>,
        /// How bad rows are treated, and the market's name.
        options: import::Options,
    },
    /// Run a scenario on the loaded market.
    Run {
        /// Chosen by the page and repeated in every reply, so that stale ones can be dropped.
        id: u32,
        /// The scenario.
        scenario: Box<Scenario>,
    },
}

/// A file as the user dropped it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// The file's own name, for messages about its content.
    pub name: String,
    /// Its content, unread.
    #[serde(with = "in_one_piece")]
    pub bytes: Vec<u8>,
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The worker listens: its first reply. This variant stays first with these fields, or two
    /// releases could not recognise each other.
    Ready {
        /// The worker's [`PROTOCOL`].
        protocol: u32,
        /// The worker's [`BUILD`].
        build: String,
    },
    /// The files are the market now.
    Loaded(Box<Loaded>),
    /// The files could not be read; the market before is kept.
    Refused(Box<Refused>),
    /// A run is under way.
    Progress {
        /// The run's number.
        id: u32,
        /// Days done.
        done: u32,
        /// Days in all.
        total: u32,
    },
    /// A run is finished.
    Done {
        /// The run's number.
        id: u32,
        /// How long it took in the worker, from signals to review.
        milliseconds: f64,
        /// What came of it.
        outcome: Box<Outcome>,
    },
    /// A request could not be carried out; the worker is ready for the next.
    Failed {
        /// The run's number; `None` if it was no run.
        id: Option<u32>,
        /// What is wrong, where, and what to do.
        message: String,
    },
}

/// The market that was loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    /// Its name.
    pub name: String,
    /// First and last day.
    #[serde(with = "span")]
    pub span: (NaiveDate, NaiveDate),
    /// How many days.
    pub bars: usize,
    /// Days on which a volatility index is quoted.
    pub vix_days: usize,
    /// Whether the file brought regimes of its own.
    pub has_regimes: bool,
    /// Whether the file brought scores of its own.
    pub has_scores: bool,
    /// What identifies it in links.
    pub fingerprint: Fingerprint,
    /// What was read, skipped and repaired.
    pub summary: import::Summary,
}

impl Loaded {
    /// What is told of a market.
    #[must_use]
    pub fn of(market: &Market, fingerprint: Fingerprint, summary: import::Summary) -> Self {
        let day = chrono::NaiveDate::default();
        let vix = market.series(Series::Vix).unwrap_or_default();
        Self {
            name: market.name.clone(),
            span: market.span().unwrap_or((day, day)),
            bars: market.bars.len(),
            vix_days: vix.iter().flatten().count(),
            has_regimes: market.quoted_regimes.is_some(),
            has_scores: market.quoted_scores.is_some(),
            fingerprint,
            summary,
        }
    }
}

/// Files that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// File, line, column, rule, and what to do.
    pub message: String,
    /// Set when leaving out bad rows would help.
    pub skippable: Option<Skippable>,
    /// Whether it is the set of files that is wrong: without bars, or with two of them.
    pub wants_other_files: bool,
}

impl Refused {
    /// What is told of a failed import.
    #[must_use]
    pub fn of(error: &ImportError) -> Self {
        let skippable = match error {
            ImportError::BadRows { file, problems, total, rows } if total < rows => {
                let (file, problems) = (file.clone(), problems.clone());
                Some(Skippable { file, good: rows - total, bad: *total, problems })
            }
            _ => None,
        };
        let wants_other_files = matches!(
            error,
            ImportError::NoBars { .. }
                | ImportError::TwoBarFiles { .. }
                | ImportError::ChainAlone { .. }
        );
        Self { message: error.to_string(), skippable, wants_other_files }
    }
}

/// What leaving out bad rows would mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Skippable {
    /// The file they are in.
    pub file: String,
    /// How many rows of it would be left.
    pub good: usize,
    /// How many rows are bad.
    pub bad: usize,
    /// The first of them.
    pub problems: Vec<import::Problem>,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its rows.
    pub report: Report,
    /// Its figures.
    pub review: Review,
}

/// Why a message was not understood.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MessageError {
    /// The value has no encoding.
    #[error("a message to the engine could not be written: {0}; please report this")]
    Unwritable(postcard::Error),
    /// The bytes are not a message of this protocol.
    #[error("a message of {length} bytes could not be read: {reason}; reload the page")]
    Unreadable {
        /// The number of bytes received.
        length: usize,
        /// What the decoder met.
        reason: postcard::Error,
    },
    /// A whole message was read and something follows it.
    #[error("a message of {length} bytes has {left} more than it should; reload the page")]
    TooLong {
        /// The number of bytes received.
        length: usize,
        /// How many of them remained.
        left: usize,
    },
    /// The worker was built from other sources than the page.
    #[error(
        "this page is build {BUILD} (protocol {PROTOCOL}) but its engine is build {build} \
         (protocol {protocol}); reload the page to get both from one release"
    )]
    OtherRelease {
        /// The worker's protocol.
        protocol: u32,
        /// The worker's build.
        build: String,
    },
}

impl Request {
    /// The request as bytes.
    ///
    /// # Errors
    /// [`MessageError::Unwritable`].
    ///
    /// ```
    /// use rotation::message::Request;
    /// let request = Request::Run { id: 7, scenario: Box::default() };
    /// let bytes = request.to_bytes()?;
    /// assert_eq!(Request::from_bytes(&bytes)?, request);
    /// # Ok::<(), rotation::message::MessageError>(())
    /// ```
    pub fn to_bytes(&self) -> Result<Vec<u8>, MessageError> {
        write(self)
    }

    /// The request that `bytes` hold.
    ///
    /// # Errors
    /// [`MessageError::Unreadable`] or [`MessageError::TooLong`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Request, MessageError> {
        read(bytes)
    }
}

impl Reply {
    /// The greeting of a worker built from these sources.
    pub fn ready() -> Reply {
        Reply::Ready { protocol: PROTOCOL, build: BUILD.to_owned() }
    }

    /// The reply as bytes.
    ///
    /// # Errors
    /// [`MessageError::Unwritable`].
    ///
    /// ```
    /// use rotation::message::Reply;
    /// let bytes = Reply::ready().to_bytes()?;
    /// assert_eq!(Reply::from_bytes(&bytes)?, Reply::ready());
    /// # Ok::<(), rotation::message::MessageError>(())
    /// ```
    pub fn to_bytes(&self) -> Result<Vec<u8>, MessageError> {
        write(self)
    }

    /// The reply that `bytes` hold.
    ///
    /// # Errors
    /// [`MessageError::Unreadable`] or [`MessageError::TooLong`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Reply, MessageError> {
        read(bytes)
    }
}

/// Whether a worker that introduces itself so was built with this page.
///
/// # Errors
/// [`MessageError::OtherRelease`] if either differs.
///
/// ```
/// use rotation::message::{BUILD, PROTOCOL, accept};
/// assert!(accept(PROTOCOL, BUILD).is_ok());
/// assert!(accept(PROTOCOL + 1, BUILD).is_err());
/// ```
pub fn accept(protocol: u32, build: &str) -> Result<(), MessageError> {
    if protocol == PROTOCOL && build == BUILD {
        return Ok(());
    }
    Err(MessageError::OtherRelease { protocol, build: build.to_owned() })
}

fn write<T: Serialize>(message: &T) -> Result<Vec<u8>, MessageError> {
    postcard::to_stdvec(message).map_err(MessageError::Unwritable)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, MessageError> {
    let length = bytes.len();
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok((_, rest)) => Err(MessageError::TooLong { length, left: rest.len() }),
        Err(reason) => Err(MessageError::Unreadable { length, reason }),
    }
}

/// Bytes as one copy: serde would visit each byte of a `Vec<u8>`, and a file of 100 MB would hold
/// the page's thread for half a second.
mod in_one_piece {
    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        from.deserialize_bytes(Bytes)
    }

    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;

        fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
            out.write_str("bytes")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }
    }
}

/// First and last day, as numbers.
mod span {
    use super::NaiveDate;
    use crate::market::day_number::span;
    use serde::de::{Deserializer, Error};
    use serde::ser::Serializer;

    pub(super) fn serialize<S: Serializer>(
        days: &(NaiveDate, NaiveDate),
        to: S,
    ) -> Result<S::Ok, S::Error> {
        span::serialize(&Some(*days), to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<(NaiveDate, NaiveDate), D::Error> {
        span::deserialize(from)?.ok_or_else(|| D::Error::custom("a market without a day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_comes_back_as_it_was_sent() {
        let csv = File { name: "spy.csv".to_owned(), bytes: b"date,open\n".to_vec() };
        let empty = File { name: String::new(), bytes: Vec::new() };
        for request in [
            Request::Load { files: vec![], options: import::Options::default() },
            Request::Load { files: vec![csv, empty], options: import::Options::default() },
            Request::Run { id: u32::MAX, scenario: Box::default() },
        ] {
            let bytes = request.to_bytes().expect("a request has an encoding");
            assert_eq!(Request::from_bytes(&bytes), Ok(request));
        }
    }

    #[test]
    fn every_reply_comes_back_as_it_was_sent() {
        for reply in [
            Reply::ready(),
            Reply::Refused(Box::new(Refused {
                message: "spy.csv".to_owned(),
                skippable: None,
                wants_other_files: true,
            })),
            Reply::Progress { id: 1, done: 2, total: 5031 },
            Reply::Failed { id: None, message: "spy.csv is empty".to_owned() },
        ] {
            let bytes = reply.to_bytes().expect("a reply has an encoding");
            assert_eq!(Reply::from_bytes(&bytes), Ok(reply));
        }
    }

    #[test]
    fn the_greeting_keeps_its_place_so_that_any_two_releases_can_read_it() {
        let greeting = Reply::Ready { protocol: 1, build: "ab".to_owned() };
        assert_eq!(greeting.to_bytes(), Ok(vec![0, 1, 2, b'a', b'b']));
    }

    #[test]
    fn a_file_is_its_name_and_its_bytes_with_their_lengths_before_them() {
        let file = File { name: "a".to_owned(), bytes: vec![7, 200] };
        let request = Request::Load { files: vec![file], options: import::Options::default() };
        assert_eq!(request.to_bytes(), Ok(vec![0, 1, 1, b'a', 2, 7, 200, 0, 0]));
    }

    #[test]
    fn each_error_says_what_is_wrong_and_what_to_do() {
        fn check(error: Result<Reply, MessageError>, text: &str) {
            assert_eq!(error.expect_err("the bytes are no reply").to_string(), text);
        }
        check(
            Reply::from_bytes(&[]),
            "a message of 0 bytes could not be read: Hit the end of buffer, expected more data; \
             reload the page",
        );
        check(
            Reply::from_bytes(&[99]),
            "a message of 1 bytes could not be read: Serde Deserialization Error; reload the page",
        );
        check(
            Reply::from_bytes(&[3, 1, 2, 3, 9, 9]),
            "a message of 6 bytes has 2 more than it should; reload the page",
        );
        check(
            accept(9, "1a2b").map(|()| Reply::ready()),
            &format!(
                "this page is build {BUILD} (protocol {PROTOCOL}) but its engine is build 1a2b \
                 (protocol 9); reload the page to get both from one release"
            ),
        );
        let unwritable = MessageError::Unwritable(postcard::Error::SerializeSeqLengthUnknown);
        assert_eq!(
            unwritable.to_string(),
            "a message to the engine could not be written: The length of a sequence must be \
             known; please report this"
        );
    }
}
