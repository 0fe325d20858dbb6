//! Files in files: gzip and ZIP.

use std::io::Write;

use expect_test::expect;
use flate2::{Compression, write::GzEncoder};
use proptest::collection::vec;
use proptest::prelude::*;
use rotation::import::{Imported, Options, import};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::errors::said;
use super::{TWO_DAYS, VIX, file, read};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn opened(files: &[(&str, &[u8])]) -> Imported {
    let files: Vec<_> = files.iter().map(|(name, bytes)| file(name, bytes)).collect();
    import(&files, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(name: &str, bytes: &[u8]) -> String {
    said(&[(name, bytes)], &Options::default())
}

#[test]
fn a_gzip_file_is_the_file_it_holds() {
    let packed = opened(&[("spx.csv.gz", &gzip(TWO_DAYS.as_bytes()))]);
    assert_eq!(packed.market, read(&[("spx.csv", TWO_DAYS)]).market);
    assert_eq!(packed.market.name, "spx");
    expect!["unpacked from gzip"].assert_eq(&packed.summary.files[0].repairs[0].to_string());
}

#[test]
fn a_gzip_file_may_have_several_parts() {
    let (top, rest) = TWO_DAYS.as_bytes().split_at(40);
    let parts = [gzip(top), gzip(rest)].concat();
    assert_eq!(opened(&[("spx.csv.gz", &parts)]).market, read(&[("spx.csv", TWO_DAYS)]).market);
}

#[test]
fn an_archive_is_all_data_files_in_it() {
    let vix = gzip(VIX.as_bytes());
    let archive = zip(&[
        ("2014/", b""),
        ("2014/VIX_History.csv.gz", &vix),
        ("2014/spx.CSV", TWO_DAYS.as_bytes()),
        ("2014/readme.txt", b"Thank you."),
        ("2014/licence.pdf", b"%PDF-1.7"),
        ("__MACOSX/2014/._spx.csv", b"\0\x05\x16\x07"),
    ]);
    let packed = opened(&[("data.zip", &archive)]);
    let plain = read(&[("VIX_History.csv", VIX), ("spx.csv", TWO_DAYS)]);
    assert_eq!(packed.market, plain.market);
    let told: Vec<String> = packed
        .summary
        .files
        .iter()
        .map(|file| format!("{}: {}", file.name, file.repairs[0]))
        .collect();
    expect![[r#"
        data.zip/2014/VIX_History.csv: extracted from a ZIP archive
        data.zip/2014/spx.CSV: extracted from a ZIP archive"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn what_is_wrong_with_an_archive_is_said() {
    let whole = gzip(TWO_DAYS.as_bytes());
    expect!["a.csv.gz: expected a whole file, found a gzip file that is cut or damaged; download it again"]
        .assert_eq(&refused("a.csv.gz", &whole[..whole.len() - 9]));
    let mut damaged = whole.clone();
    damaged[30] ^= 0x55;
    expect!["a.csv.gz: expected a whole file, found a gzip file that is cut or damaged; download it again"]
        .assert_eq(&refused("a.csv.gz", &damaged));
    let archive = zip(&[("spx.csv", TWO_DAYS.as_bytes())]);
    expect!["a.zip: expected a whole file, found a ZIP archive that is cut or damaged; download it again"]
        .assert_eq(&refused("a.zip", &archive[..archive.len() - 30]));
    let others = zip(&[("notes.pdf", b"%PDF"), ("b/run.exe", b"MZ")]);
    expect!["a.zip: expected files named .csv, .txt or .tsv in the archive, found b/run.exe, notes.pdf; choose the archive with the data"]
        .assert_eq(&refused("a.zip", &others));
    expect!["a.zip: expected files named .csv, .txt or .tsv in the archive, found none; choose the archive with the data"]
        .assert_eq(&refused("a.zip", &zip(&[])));
    let nested = zip(&[("inner.csv", &archive)]);
    expect!["a.zip/inner.csv: expected text with commas, found a ZIP archive; unpack it and choose the CSV file inside"]
        .assert_eq(&refused("a.zip", &nested));
    let empty = zip(&[("spx.csv", b"")]);
    expect!["a.zip/spx.csv: expected a header and rows, found an empty file; download it again"]
        .assert_eq(&refused("a.zip", &empty));
    let header = &b"date,open,high,low,close\n"[..];
    let bomb = gzip(&[header, &vec![b'\n'; rotation::import::MAX_BYTES]].concat());
    assert!(bomb.len() < 100_000);
    expect!["a.csv: expected at most 64 MiB unpacked, found more; cut the data to the days needed"]
        .assert_eq(&refused("a.csv.gz", &bomb));
    let mut large = vec![b'\n'; rotation::import::MAX_BYTES];
    large[..header.len()].copy_from_slice(header);
    let bombs = zip(&[
        ("1.csv", &large[..]),
        ("2.csv", &large[..]),
        ("3.csv", &large[..]),
        ("4.csv", &large[..]),
        ("5.csv", TWO_DAYS.as_bytes()),
    ]);
    let Imported { market, summary, .. } = opened(&[("a.zip", &bombs)]);
    expect!["skipped files without rows: a.zip/1.csv, a.zip/2.csv, a.zip/3.csv, a.zip/4.csv"]
        .assert_eq(&summary.warnings[0].to_string());
    assert_eq!(market.bars.len(), 2);
    // The first file of an archive with a password: its flag says so.
    let mut locked = zip(&[("spx.csv", TWO_DAYS.as_bytes())]);
    let central = locked.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
    (locked[6], locked[central + 8]) = (1, 1);
    expect!["a.zip: expected an archive without a password, found spx.csv locked; unpack it first"]
        .assert_eq(&refused("a.zip", &locked));
}

proptest! {
    /// Whatever is damaged is said to be, or is data still; nothing panics or grows without end.
    #[test]
    fn damaged_archives_are_read_or_refused(
        is_zip in any::<bool>(),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        length in any::<prop::sample::Index>(),
    ) {
        let text = TWO_DAYS.as_bytes();
        let mut bytes = if is_zip { zip(&[("a.csv", text), ("b/VIX.csv", VIX.as_bytes())]) } else { gzip(text) };
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(length.index(bytes.len()).max(1));
        let _ = import(&[file("a", &bytes)], &Options::default());
    }
}
