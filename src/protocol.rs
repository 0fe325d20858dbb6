//! What the page and its workers send to each other, as bytes.
//!
//! The page asks the [`engine`] to run scenarios and the [`reader`] to make a market of files. Each
//! message is one buffer of postcard bytes; files to read are sent beside it. The programs are
//! separate files that a browser may hold from different releases, so a worker first sends a
//! [`Greeting`], and the page refuses one from another build ([`accept`]). Nothing here depends on
//! the browser.
//!
//! A report of ten thousand days is several megabytes. Its long lists travel as bytes and are
//! decoded when they are first shown: see [`Log`](crate::engine::report::Log).

use serde::Serialize;
use serde::de::DeserializeOwned;

pub mod engine;
pub mod import_report;
pub mod reader;
pub mod skipped_rows;

#[cfg(test)]
mod tests;

/// The version of the messages; raised whenever one of them changes.
pub const PROTOCOL: u32 = 11;

/// Which sources this program was built from: a fingerprint that `cargo xtask build` sets for the
/// page and its workers alike, `"development"` when cargo was called directly.
pub const BUILD: &str = match option_env!("ROTATION_BUILD") {
    Some(build) => build,
    None => "development",
};

/// The first message of a worker: it is ready.
///
/// Its bytes are the same in every release and depend on no crate, so that any two releases can
/// recognise each other: the protocol and the length of the build as `u32`, little-endian, then the
/// build as UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl Greeting {
    /// The greeting as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let length = self.build.len() as u32;
        [&self.protocol.to_le_bytes(), &length.to_le_bytes(), self.build.as_bytes()].concat()
    }

    /// The greeting in a worker's first message.
    ///
    /// # Errors
    /// [`MessageError::Unreadable`] if the bytes are anything else.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageError> {
        let parse = || {
            let (protocol, rest) = bytes.split_first_chunk()?;
            let (length, build) = rest.split_first_chunk()?;
            let build = str::from_utf8(build).ok()?;
            let is_whole = u32::from_le_bytes(*length) as usize == build.len();
            let protocol = u32::from_le_bytes(*protocol);
            is_whole.then(|| Self { protocol, build: build.to_owned() })
        };
        parse().ok_or(MessageError::Unreadable { length: bytes.len() })
    }
}

/// Why a message cannot be used.
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

/// Checks that a worker was built with this page.
///
/// # Errors
/// [`MessageError::OtherRelease`] if its protocol or build differs.
///
/// ```
/// use rotation::protocol::{Greeting, PROTOCOL, accept};
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
/// use rotation::protocol::engine::EngineRequest;
/// use rotation::protocol::{decode, encode};
/// let request = EngineRequest::Run { id: 7, scenario: Box::default() };
/// assert_eq!(decode(&encode(&request)), Ok(request));
/// ```
#[must_use]
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    encode_large(message, 0)
}

/// [`encode`] with room for so many bytes from the start: a buffer of megabytes that grows is
/// copied and held twice.
#[must_use]
pub fn encode_large<T: Serialize>(message: &T, capacity: usize) -> Vec<u8> {
    let room = Vec::with_capacity(capacity);
    postcard::to_extend(message, room).expect("postcard can encode every type of this protocol")
}

/// The message in these bytes.
///
/// # Errors
/// [`MessageError::Unreadable`] or [`MessageError::TooLong`].
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, MessageError> {
    let length = bytes.len();
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok((_, left)) => Err(MessageError::TooLong { length, left: left.len() }),
        Err(_) => Err(MessageError::Unreadable { length }),
    }
}
