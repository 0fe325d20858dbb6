//! Every view at once: whole markup, nothing that the policy of the page forbids, no name that
//! becomes markup.

use super::*;
use crate::engine::Scenario;
use crate::import::{Input, Options, SourceFile, import, unknown};
use crate::market::TradeLog;
use crate::message::reader::{Loaded, Refused};
use crate::view::form::{Control, Form};
use crate::view::headline::{Run, key_figures};
use crate::view::sample::outcome;
use crate::view::sheet::{Index, Sheet};
use crate::view::window::window;
use crate::view::{self, files};

const HOSTILE: &str = "<img src=x onerror='a'>\"&.csv";

/// Tags open and close in order, every `id` is there once, and no attribute is a style or a script.
fn check(view: &str, html: &Html) {
    let text = html.as_str();
    assert!(!text.contains("<img"), "{view}: a name became markup");
    let mut open: Vec<&str> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    for tag in text.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        let name = tag.split([' ', '/']).find(|word| !word.is_empty()).unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{view}: {tag} closes another");
        } else if !["input", "br", "col"].contains(&name) {
            open.push(name);
        }
        // Between quotes are values, and no value has a quote of its own.
        let pieces: Vec<&str> = tag.split('\'').collect();
        for pair in pieces.chunks(2) {
            let attribute = pair[0].trim_end_matches('=').rsplit(' ').next().unwrap();
            assert!(attribute != "style" && !attribute.starts_with("on"), "{view}: {tag}");
            if attribute == "id" {
                assert!(!ids.contains(&pair[1]), "{view}: {} twice", pair[1]);
                ids.push(pair[1]);
            }
        }
    }
    assert!(open.is_empty(), "{view}: {open:?} stay open");
}

fn hostile() -> (Loaded, Refused) {
    let bars = |row: &str| {
        let csv = format!("Date,Open,High,Low,Close,{HOSTILE}\n2014-01-02,1,2,1,2,0\n{row}\n");
        let file = SourceFile { name: HOSTILE, role: None, bytes: csv.as_bytes() };
        import(&[file], &Options::default())
    };
    let imported = bars("2014-01-03,1,2,1,2,0").unwrap();
    let fingerprint = imported.market.fingerprint();
    let report = reading::report(&imported.summary, &imported.market).as_str().to_owned();
    let loaded = Loaded { report, ..Loaded::of(&imported.market, "", fingerprint) };
    let error = bars("2014-01-03,-1,2,1,2,0").unwrap_err();
    let text = format!("{HOSTILE},b\n{HOSTILE},2\n");
    let file = SourceFile { name: HOSTILE, role: None, bytes: text.as_bytes() };
    let unknown = unknown(vec![Input::from(&file)], &Options::default()).unwrap();
    let refused = Refused {
        remedies: reading::remedies(&error, false, true).as_str().to_owned(),
        columns: reading::columns(&unknown).as_str().to_owned(),
        ..Refused::because(error.to_string())
    };
    (loaded, refused)
}

#[test]
fn views_of_a_result_are_whole() {
    let (report, review) = outcome();
    let run = Run { report, review };
    let index = Index::of(report);
    check("headline", &headline::headline(None));
    check("headline", &headline::headline(Some(&key_figures(run, Some(run)))));
    check("measures", &measures::measures(run));
    check("states", &states::states(&view::states::states(run)));
    for at in [0, report.days.len() - 1] {
        check("day", &day::day(&view::day::explain(report, at).unwrap()));
    }
    for sheet in Sheet::ALL {
        let rows: Vec<u32> = (0..sheet.len(report) as u32).collect();
        let view = sheet::View {
            sheet,
            report,
            index: &index,
            rows: &rows,
            window: &window(0.0, 300.0, rows.len()),
            sort: sheet.first_sort(),
            active: Some(2),
            chosen: sheet.trade(report, 1),
        };
        let html = sheet::sheet(view);
        check("sheet", &html);
        assert!(html.as_str().contains(&format!("aria-rowcount='{}'", rows.len() + 1)));
        let says = html.as_str().contains("class='nothing'");
        assert_eq!(says, rows.is_empty(), "{sheet:?} says why it is empty, and only then");
    }
    let all = files::all(report);
    let lengths: Vec<_> = all.iter().map(|table| (table.name, table.len())).collect();
    check("tools", &tabs::tools(HOSTILE, "Filter", (1, 2), &lengths));
    check("tabs", &tabs::tabs(&[("Trades", Some(3)), ("Metrics", None)], 1));
}

#[test]
fn views_of_data_and_messages_are_whole_whatever_files_are_called() {
    let (loaded, refused) = hostile();
    let files = vec![(HOSTILE.to_owned(), 1)];
    let kept = view::kept::Kept { files, skips_bad_rows: false, is_beside_sample: false };
    let keeping = data::Keeping { own: Some(&kept), kept: None };
    let log = TradeLog { name: HOSTILE.to_owned(), trades: 2, start: 1.0, days: Vec::new() };
    check(
        "data with files to keep",
        &data::data(None, None, None, 1.2, &[], Some(&(log, String::new())), keeping),
    );
    let keeping = data::Keeping { own: None, kept: Some(&kept) };
    let reading = Some((HOSTILE.to_owned(), HOSTILE.to_owned()));
    let wanted = vec![HOSTILE.to_owned(); 7];
    check("data", &data::data(reading, Some(&refused), Some(&loaded), 1.2, &wanted, None, keeping));
    let told = [("link", HOSTILE, true), ("share", HOSTILE, false)];
    check("notices", &notices::notices(&told, Some(&refused), Some(HOSTILE)));
    check("bar", &bar::bar(&bar::Bar::default()));
    let bar = bar::bar(&bar::Bar {
        market: Some(&loaded),
        link: Some((true, HOSTILE)),
        progress: Some(0.5),
        can_cancel: true,
        wrong: true,
        ..bar::Bar::default()
    });
    check("bar", &bar);
    assert!(bar.as_str().contains("scaleX(0.5)"));
}

#[test]
fn the_form_is_whole_and_keeps_what_is_typed() {
    let mut form = Form::default();
    form.enter(Control::Number(2), HOSTILE, None);
    form.enter(Control::From, HOSTILE, None);
    form.enter(Control::Number(100), "7", None);
    let html = form::form(&form::View {
        form: &form,
        reference: &Scenario::default(),
        reach: (true, false),
        span: None,
        quoted: (false, true),
        hint: true,
        cell: 3,
    });
    check("form", &html);
    let text = html.as_str();
    assert!(text.contains("value='&lt;img src=x onerror=&#39;a&#39;&gt;&quot;&amp;.csv'"));
    assert!(text.contains("<em class='badge bad'>1 wrong</em>"));
    assert!(text.contains("data-cell='3'"));
    assert_eq!(text.matches("tabindex='0'").count(), 1);
}

#[test]
fn the_structures_of_every_profile_are_whole() {
    let mut form = Form::default();
    let name = Control::named("s.1.0.name").unwrap();
    form.enter(name, HOSTILE, None);
    form.enter(Control::named("s.1.0.0.ratio").unwrap(), "none", None);
    let reference = Scenario::default();
    for profile in crate::profile::Profile::ALL {
        let view = form::View {
            form: &form,
            reference: &reference,
            reach: (true, false),
            span: None,
            quoted: (false, false),
            hint: false,
            cell: 0,
        };
        let html = structures::structures(&view, profile);
        check(profile.code(), &html);
        assert!(html.as_str().contains("<polyline"), "{profile:?}");
        let structure = html.as_str().split("id='structure-").nth(1).unwrap();
        let labels: Vec<&str> = structure.split("aria-label='").skip(1).collect();
        for (at, label) in labels.iter().enumerate() {
            let label = label.split('\'').next().unwrap();
            let others = &labels[at + 1..];
            let is_twice = others.iter().any(|other| other.starts_with(&format!("{label}'")));
            assert!(!label.is_empty() && !is_twice, "{profile:?}: {label} twice");
        }
    }
    assert_eq!(form.errors(), 1);
}
