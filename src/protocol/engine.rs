//! What the page and its engine say to each other.

use serde::{Deserialize, Serialize};

use super::reader::Loaded;
use crate::analysis::{Benchmark, Review, Span};
use crate::engine::{Report, Scenario};
use crate::market::{Fingerprint, Market, QuotedDay};

/// What the page asks of the engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EngineRequest {
    /// Hold the sample, packed as the page has fetched it. Answered by [`EngineReply::Loaded`].
    Sample(#[serde(with = "bytes")] Vec<u8>),
    /// Hold this market for the runs that follow, with what identifies it. The reader writes it,
    /// the page passes it on unread. Answered by [`EngineReply::Held`].
    Hold(Box<Market>, Fingerprint),
    /// Further option quotes of the market held, of later days than those it has. Answered as
    /// [`Hold`](Self::Hold) is.
    Quotes(Vec<QuotedDay>),
    /// Run a scenario on the market held.
    Run {
        /// Chosen by the page and repeated in every reply, so that stale ones can be dropped.
        id: u32,
        /// The scenario, which the page has checked.
        scenario: Box<Scenario>,
    },
    /// What a result is compared with. It takes about as long as two runs.
    Compare {
        /// Chosen by the page and repeated in the reply.
        id: u32,
        /// The scenario of the result.
        scenario: Box<Scenario>,
        /// The days that are measured.
        span: Span,
    },
}

/// What the engine answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EngineReply {
    /// The sample is the market now.
    Loaded(Box<Loaded>),
    /// The market of the request is held.
    Held,
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
        /// The result.
        outcome: Box<Outcome>,
    },
    /// A request could not be carried out; the engine is ready for the next.
    Failed {
        /// The run's number; `None` if it was no run.
        id: Option<u32>,
        /// What is wrong, where, and what to do.
        message: String,
    },
    /// What a result is compared with; empty if it cannot be.
    Compared {
        /// The number of the request.
        id: u32,
        /// Every benchmark there is.
        others: Vec<Benchmark>,
    },
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its rows.
    pub report: Report,
    /// Its figures.
    pub review: Review,
}

/// Bytes as one block: serde would visit each byte of a `Vec<u8>`.
mod bytes {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        <&[u8]>::deserialize(from).map(<[u8]>::to_vec)
    }
}
