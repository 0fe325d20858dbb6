//! Messages round-trip; a damaged message is an error with a remedy.

use super::engine::{EngineReply, EngineRequest};
use super::reader::{File, Refused};
use super::*;
use crate::import;
use crate::market::Market;

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: T) {
    assert_eq!(decode(&encode(&message)), Ok(message));
}

fn bare_request() -> reader::Request {
    reader::Request {
        files: Vec::new(),
        wants: reader::Wants::Quotes,
        name: Some("S&P 500".to_owned()),
        skips_bad_rows: true,
        aggregates_intraday: true,
        wanted: vec!["SPX".to_owned(), String::new()],
        layouts: "a,b\tdate,close".to_owned(),
    }
}

#[test]
fn every_message_round_trips() {
    let csv = File { name: "spy.csv".to_owned(), is_packed: false };
    let empty = File { name: String::new(), is_packed: true };
    for files in [vec![], vec![csv, empty]] {
        comes_back(reader::Request { files, ..bare_request() });
    }
    comes_back(EngineRequest::Sample(vec![1, 2, 3]));
    let empty = Market::new("empty", Vec::new());
    let fingerprint = empty.fingerprint();
    comes_back(EngineRequest::Hold(Box::new(empty), fingerprint));
    comes_back(EngineRequest::Quotes(Vec::new()));
    comes_back(EngineRequest::Run { id: u32::MAX, scenario: Box::default() });
    comes_back(reader::Reply::Progress { share: 0.5, text: "1 of 2 MB".to_owned() });
    comes_back(reader::Reply::Refused(Box::new(Refused::because("spy.csv".to_owned()))));
    let day = chrono::NaiveDate::default();
    let span = crate::analysis::Span { base: day, last: day };
    comes_back(EngineRequest::Compare { id: 1, scenario: Box::default(), span });
    comes_back(EngineReply::Compared { id: 1, others: Vec::new() });
    comes_back(EngineReply::Held);
    comes_back(EngineReply::Progress { id: 1, done: 2, total: 5031 });
    comes_back(EngineReply::Failed { id: None, message: "spy.csv is empty".to_owned() });
}

#[test]
fn the_sample_and_its_report_round_trip() {
    let packed = import::packed::pack(include_str!("../../www/data/sp500.csv"));
    let sample = import::sample::market(&packed.expect("the sample has the form"));
    let sample = sample.expect("the sample was packed");
    let scenario = crate::engine::Scenario::default();
    let report = crate::engine::run(&sample, &scenario, |_, _| {}).expect("it is valid");
    let review = crate::analysis::review(&report, sample.fingerprint());
    let fingerprint = sample.fingerprint();
    comes_back(EngineRequest::Hold(Box::new(sample), fingerprint));
    let outcome = Box::new(engine::Outcome { report, review });
    let bytes = encode(&EngineReply::Done { id: 1, milliseconds: 0.5, outcome: outcome.clone() });
    assert_eq!(decode(&bytes), Ok(EngineReply::Done { id: 1, milliseconds: 0.5, outcome }));
    // Whatever is cut off or garbled is an error or another message, never a panic.
    for end in (0..bytes.len()).step_by(299_993) {
        assert!(decode::<EngineReply>(&bytes[..end]).is_err());
        let mut garbled = bytes.clone();
        garbled[end..].iter_mut().for_each(|byte| *byte = byte.wrapping_mul(171) ^ 0x5a);
        let _ = decode::<EngineReply>(&garbled);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_left_out_of_a_set_unless_a_remedy_may_help() {
    use crate::view::import_report::Remedy;
    let refused = |file: &str, message: &str| Refused {
        file: Some(file.to_owned()),
        ..Refused::because(message.to_owned())
    };
    let picture = refused("picture.csv", "picture.csv: expected text with commas, found an image");
    assert_eq!(
        picture.left_out(),
        "picture.csv was left out: expected text with commas, found an image"
    );
    let text = refused("a.csv", "a.csv line 2: expected UTF-8 text");
    assert_eq!(text.left_out(), "a.csv was left out: line 2: expected UTF-8 text");
    let check = |refused: &Refused, names: &[&str], expected| {
        assert_eq!(refused.file_to_leave_out(names), expected, "{names:?}");
    };
    check(&picture, &["spy.csv", "picture.csv"], Some(1));
    check(&picture, &["picture.csv.gz", "spy.csv"], Some(0));
    check(&picture, &["picture.csv"], None);
    check(&picture, &["spy.csv", "all.zip"], None);
    check(&picture, &["picture.csv", "picture.csv", "spy.csv"], None);
    check(&Refused::because("no bars".to_owned()), &["a.csv", "b.csv"], None);
    let mapped = Refused { remedies: vec![Remedy::MapColumns], ..picture };
    check(&mapped, &["spy.csv", "picture.csv"], None);
}

#[test]
fn the_greeting_encoding_is_stable_across_releases() {
    let greeting = Greeting { protocol: 1, build: "ab".to_owned() };
    let bytes = [1, 0, 0, 0, 2, 0, 0, 0, b'a', b'b'];
    assert_eq!(greeting.encode(), bytes);
    assert_eq!(Greeting::decode(&bytes), Ok(greeting));
    let own = Greeting::default();
    assert_eq!(Greeting::decode(&own.encode()), Ok(own));
    for end in 0..bytes.len() {
        let cut = Greeting::decode(&bytes[..end]);
        assert_eq!(cut, Err(MessageError::Unreadable { length: end }));
    }
    assert!(Greeting::decode(&[1, 0, 0, 0, 1, 0, 0, 0, 0xff]).is_err(), "no text");
    assert!(Greeting::decode(&[&bytes[..], b"c"].concat()).is_err(), "more than a greeting");
}

#[test]
fn each_error_says_what_is_wrong_and_what_to_do() {
    fn check(error: Result<EngineReply, MessageError>, text: &str) {
        assert_eq!(error.expect_err("the bytes are no reply").to_string(), text);
    }
    let unreadable =
        |length| format!("a message of {length} bytes could not be read; reload the page");
    check(decode(&[]), &unreadable(0));
    check(decode(&[99]), &unreadable(1));
    check(
        decode(&[2, 1, 2, 3, 9, 9]),
        "a message of 6 bytes has 2 more than it should; reload the page",
    );
    let other = Greeting { protocol: 9, build: "1a2b".to_owned() };
    check(
        accept(other).map(|()| EngineReply::Held),
        &format!(
            "this page is build {BUILD} (protocol {PROTOCOL}) but its engine is build 1a2b \
             (protocol 9); reload the page to get both from one release"
        ),
    );
}
