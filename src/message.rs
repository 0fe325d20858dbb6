//! What the page and its workers say to each other, as bytes.
//!
//! The page asks the [`engine`] to run scenarios and the [`reader`] to make a market of files; each
//! message is one buffer, and files that are to be read come beside it. The programs are separate
//! files that a browser may hold from different releases, so a worker's first message is a
//! [`Greeting`], and the page goes no further with one that is not its own ([`accept`]). Nothing
//! here knows the browser.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::wire;

pub mod engine;
pub mod reader;

/// The shape of the messages; raised whenever one of them changes.
pub const PROTOCOL: u32 = 8;

/// Which sources this program was built from: a fingerprint that `cargo xtask build` sets for the
/// page and its workers alike, `"development"` when cargo was called directly.
pub const BUILD: &str = match option_env!("ROTATION_BUILD") {
    Some(build) => build,
    None => "development",
};

/// The first message of a worker: it listens. Its fields stay as they are, or two releases could
/// not recognise each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// The worker's [`PROTOCOL`].
    pub protocol: u32,
    /// The worker's [`BUILD`].
    pub build: String,
}

impl Default for Greeting {
    /// The greeting of a worker built from these sources.
    fn default() -> Self {
        Self { protocol: PROTOCOL, build: BUILD.to_owned() }
    }
}

/// Why a message was not understood.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MessageError {
    /// The bytes are not a message of this protocol.
    #[error("a message of {length} bytes could not be read; reload the page")]
    Unreadable {
        /// The number of bytes received.
        length: usize,
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

/// Whether a worker that greets so was built with this page.
///
/// # Errors
/// [`MessageError::OtherRelease`] if either differs.
///
/// ```
/// use rotation::message::{Greeting, PROTOCOL, accept};
/// assert!(accept(Greeting::default()).is_ok());
/// assert!(accept(Greeting { protocol: PROTOCOL + 1, ..Greeting::default() }).is_err());
/// ```
pub fn accept(greeting: Greeting) -> Result<(), MessageError> {
    if greeting == Greeting::default() {
        return Ok(());
    }
    let Greeting { protocol, build } = greeting;
    Err(MessageError::OtherRelease { protocol, build })
}

/// A message as bytes.
///
/// ```
/// use rotation::message::engine::Request;
/// use rotation::message::{read, write};
/// let request = Request::Run { id: 7, scenario: Box::default() };
/// assert_eq!(read(&write(&request)), Ok(request));
/// ```
#[must_use]
pub fn write<T: Serialize>(message: &T) -> Vec<u8> {
    wire::write(message, 0)
}

/// The same of a large message: room for so many bytes is taken at once, or growing would copy them
/// and hold them twice.
#[must_use]
pub fn write_large<T: Serialize>(message: &T, bytes: usize) -> Vec<u8> {
    wire::write(message, bytes)
}

/// The message that bytes hold.
///
/// # Errors
/// [`MessageError::Unreadable`] or [`MessageError::TooLong`].
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, MessageError> {
    let length = bytes.len();
    match wire::read(bytes) {
        Some((message, 0)) => Ok(message),
        Some((_, left)) => Err(MessageError::TooLong { length, left }),
        None => Err(MessageError::Unreadable { length }),
    }
}

#[cfg(test)]
mod tests {
    use super::engine::{Reply, Request};
    use super::reader::{File, Refused};
    use super::*;
    use crate::import;
    use crate::market::Market;
    use crate::wire::Packed;

    fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: T) {
        assert_eq!(read(&write(&message)), Ok(message));
    }

    fn bare_request() -> reader::Request {
        reader::Request {
            files: Vec::new(),
            wants: reader::Wants::Quotes,
            name: Some("S&P 500".to_owned()),
            skips_bad_rows: true,
            wanted: vec!["SPX".to_owned(), String::new()],
            layouts: "a,b\tdate,close".to_owned(),
        }
    }

    #[test]
    fn every_message_comes_back_as_it_was_sent() {
        comes_back(Greeting::default());
        let csv = File { name: "spy.csv".to_owned(), is_packed: false };
        let empty = File { name: String::new(), is_packed: true };
        for files in [vec![], vec![csv, empty]] {
            comes_back(reader::Request { files, ..bare_request() });
        }
        comes_back(Request::Sample(Packed(vec![1, 2, 3])));
        let empty = Market::new("empty", Vec::new());
        let fingerprint = empty.fingerprint();
        comes_back(Request::Hold(Box::new(empty), fingerprint));
        comes_back(Request::Quotes(Vec::new()));
        comes_back(Request::Run { id: u32::MAX, scenario: Box::default() });
        comes_back(reader::Reply::Progress { share: 0.5, text: "1 of 2 MB".to_owned() });
        comes_back(reader::Reply::Refused(Box::new(Refused::because("spy.csv".to_owned()))));
        comes_back(Reply::Held);
        comes_back(Reply::Progress { id: 1, done: 2, total: 5031 });
        comes_back(Reply::Failed { id: None, message: "spy.csv is empty".to_owned() });
    }

    #[test]
    fn a_sample_and_its_report_come_back_as_they_were_sent() {
        let packed = import::packed::pack(include_str!("../www/data/sp500.csv"));
        let sample = import::sample::market(&packed.expect("the sample has the form"));
        let sample = sample.expect("the sample was packed");
        let scenario = crate::engine::Scenario::default();
        let report = crate::engine::run(&sample, &scenario, |_, _| {}).expect("it is valid");
        let review = crate::analysis::review(&report, sample.fingerprint());
        let fingerprint = sample.fingerprint();
        comes_back(Request::Hold(Box::new(sample), fingerprint));
        let outcome = Box::new(engine::Outcome { report, review });
        let bytes = write(&Reply::Done { id: 1, milliseconds: 0.5, outcome: outcome.clone() });
        assert_eq!(read(&bytes), Ok(Reply::Done { id: 1, milliseconds: 0.5, outcome }));
        // Whatever is cut off or garbled is an error or another message, never a panic.
        for end in (0..bytes.len()).step_by(299_993) {
            assert!(read::<Reply>(&bytes[..end]).is_err());
            let mut garbled = bytes.clone();
            garbled[end..].iter_mut().for_each(|byte| *byte = byte.wrapping_mul(171) ^ 0x5a);
            let _ = read::<Reply>(&garbled);
        }
    }

    #[test]
    fn the_greeting_keeps_its_form_so_that_any_two_releases_can_read_it() {
        let greeting = Greeting { protocol: 1, build: "ab".to_owned() };
        assert_eq!(write(&greeting), [1, 0, 0, 0, 2, 0, 0, 0, b'a', b'b']);
    }

    #[test]
    fn a_list_is_its_length_and_its_items_and_a_text_likewise() {
        let file = File { name: "a".to_owned(), is_packed: true };
        assert_eq!(write(&vec![file]), [1, 0, 0, 0, 1, 0, 0, 0, b'a', 1]);
        assert_eq!(write(&Request::Sample(Packed(vec![7, 200]))), [0, 2, 0, 0, 0, 7, 200]);
    }

    #[test]
    fn each_error_says_what_is_wrong_and_what_to_do() {
        fn check(error: Result<Reply, MessageError>, text: &str) {
            assert_eq!(error.expect_err("the bytes are no reply").to_string(), text);
        }
        let unreadable =
            |length| format!("a message of {length} bytes could not be read; reload the page");
        check(read(&[]), &unreadable(0));
        check(read(&[99]), &unreadable(1));
        check(
            read(&[2, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 9, 9]),
            "a message of 15 bytes has 2 more than it should; reload the page",
        );
        let other = Greeting { protocol: 9, build: "1a2b".to_owned() };
        check(
            accept(other).map(|()| Reply::Held),
            &format!(
                "this page is build {BUILD} (protocol {PROTOCOL}) but its engine is build 1a2b \
                 (protocol 9); reload the page to get both from one release"
            ),
        );
    }
}
