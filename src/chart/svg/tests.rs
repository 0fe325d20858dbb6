//! Drawings of small figures, in full, and what must hold for every drawing.

use chrono::NaiveDate;
use expect_test::{Expect, expect};

use super::*;
use crate::chart::figure::Shape;
use crate::chart::text;
use crate::chart::{Axis, Class, Pane};

fn dates(count: usize) -> Vec<NaiveDate> {
    NaiveDate::from_ymd_opt(2018, 1, 1).unwrap().iter_days().take(count).collect()
}

fn some<const N: usize>(values: [f64; N]) -> [Option<f64>; N] {
    values.map(Some)
}

/// The elements of the drawing, one per line.
fn check(figure: &Figure, expected: Expect) {
    let drawing = render(figure, 320.0);
    let (_, elements) = drawing.split_once("\">").unwrap();
    expected.assert_eq(&elements.replace("><", ">\n<"));
}

/// Every mark there is, on `count` days.
fn everything(count: usize) -> Figure {
    let wave = |phase: usize| -> Vec<Option<f64>> {
        (0..count).map(|day| Some(1e6 + ((day * 37 + phase * 11) % 101) as f64 * 1e3)).collect()
    };
    let share: Vec<Option<f64>> = wave(3).iter().map(|value| value.map(|v| v / 2.4e6)).collect();
    let fall: Vec<Option<f64>> = wave(5).iter().map(|value| value.map(|v| 1.0 - v / 1e6)).collect();
    let regimes: Vec<Option<Class>> = (0..count).map(|day| Some(Class::REGIMES[day % 6])).collect();
    Figure::new("Equity & <more>", dates(count))
        .panel(Pane::new(8.0).ribbon(&regimes, &[(Class::REGIMES[0], "Trend \"up\"")]))
        .panel(
            Pane::new(120.0)
                .label("Equity <USD>")
                .axis(Axis::money())
                .line(Class::Baseline, "it's the 'old' way", wave(1))
                .line(Class::Equity, "this & that", wave(2))
                .points(Class::Entry, "entry", Shape::Up, vec![(count / 2, 1.05e6)])
                .points(Class::Exit, "exit", Shape::Down, vec![(count, 1.05e6)])
                .rule("start <here>", 1e6),
        )
        .panel(Pane::new(60.0).label("Drawdown").axis(Axis::percent()).area(
            Class::Drawdown,
            "drawdown",
            fall,
        ))
        .panel(Pane::new(80.0).axis(Axis::percent().within(0.0, 1.0)).stack([
            (Class::PROFILES[0], "LDG", share.clone()),
            (Class::PROFILES[1], "SDG", share),
        ]))
}

#[test]
fn a_line() {
    let panel = Pane::new(60.0).axis(Axis::money()).label("Equity");
    let figure = Figure::new("Equity", dates(4)).panel(panel.line(
        Class::Equity,
        "",
        some([1e6, 1.1e6, 1.05e6, 1.2e6]),
    ));
    check(
        &figure,
        expect![[r#"
            <path class="grid" d="M46 72h264M46 47h264M46 22h264"/>
            <text class="ax" x="39" y="76" text-anchor="end">1.0M</text>
            <text class="ax" x="39" y="51" text-anchor="end">1.1M</text>
            <text class="ax" x="39" y="26" text-anchor="end">1.2M</text>
            <path class="gridt" d="M46 17v60M222 17v60"/>
            <text class="ax" x="46" y="95.1" text-anchor="middle">2018-01-01</text>
            <text class="ax" x="222" y="95.1" text-anchor="middle">2018-01-03</text>
            <path class="eq" d="M46 72l88-25 88 12.5 88-37.5"/>
            <text class="head" x="46" y="9.8">Equity</text>
            </svg>"#]],
    );
}

#[test]
fn a_gap_breaks_lines_and_areas() {
    let fall = [Some(0.0), Some(-0.05), None, Some(-0.1), None, Some(-0.02), Some(0.0)];
    let figure = Figure::new("Drawdown", dates(7))
        .panel(Pane::new(40.0).axis(Axis::percent()).area(Class::Drawdown, "", fall));
    check(
        &figure,
        expect![[r#"
            <path class="grid" d="M46 35h264M46 17.5h264M46 0h264"/>
            <text class="ax" x="39" y="39" text-anchor="end">−10 %</text>
            <text class="ax" x="39" y="21.5" text-anchor="end">−5 %</text>
            <text class="ax" x="39" y="8.8" text-anchor="end">0 %</text>
            <path class="gridt" d="M46 0v40M266 0v40"/>
            <text class="ax" x="46" y="58.1" text-anchor="middle">2018-01-01</text>
            <text class="ax" x="266" y="58.1" text-anchor="middle">2018-01-06</text>
            <path class="dd" d="M46 0l44 17.5v-17.5h-44zM178 35v-35zM266 7l44-7h-44z"/>
            <path class="dde" d="M46 0l44 17.5M176.5 35a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0zM266 7l44-7"/>
            </svg>"#]],
    );
}

#[test]
fn a_stack_under_a_ribbon() {
    let [up, down, ..] = Class::REGIMES;
    let [first, second, ..] = Class::PROFILES;
    let figure = Figure::new("Allocation", dates(4))
        .panel(Pane::new(8.0).ribbon(&[Some(up), Some(up), Some(down), None], &[]))
        .panel(Pane::new(50.0).axis(Axis::percent().within(0.0, 1.0)).stack([
            (first, "", some([0.5, 0.5, 0.0, 0.25])),
            (second, "", some([0.0, 0.0, 0.4, 0.25])),
        ]));
    check(
        &figure,
        expect![[r#"
            <path class="r1" d="M46 0h132v8h-132z"/>
            <path class="r2" d="M178 0h88v8h-88z"/>
            <path class="grid" d="M46 68h264M46 43h264M46 18h264"/>
            <text class="ax" x="39" y="72" text-anchor="end">0 %</text>
            <text class="ax" x="39" y="47" text-anchor="end">50 %</text>
            <text class="ax" x="39" y="22" text-anchor="end">100 %</text>
            <path class="gridt" d="M46 18v50M222 18v50"/>
            <text class="ax" x="46" y="86.1" text-anchor="middle">2018-01-01</text>
            <text class="ax" x="222" y="86.1" text-anchor="middle">2018-01-03</text>
            <path class="p1" d="M46 43h88l88 25h-176zM222 68l88-12.5v12.5h-88z"/>
            <path class="p2" d="M134 43l88 5 88-5v12.5l-88 12.5-88-25z"/>
            </svg>"#]],
    );
}

#[test]
fn marked_days_and_a_level() {
    let panel = Pane::new(50.0)
        .axis(Axis::plain())
        .points(Class::Entry, "", Shape::Up, vec![(0, 1.0)])
        .points(Class::Exit, "", Shape::Down, vec![(1, 2.0), (9, 50.0)])
        .points(Class::Equity, "", Shape::Dot, vec![(1, 1.5)])
        .rule("limit", 1.0);
    check(
        &Figure::new("Marks", dates(2)).panel(panel),
        expect![[r#"
            <path class="grid" d="M46 37.5h264M46 12.5h264"/>
            <text class="ax" x="39" y="41.5" text-anchor="end">1.0</text>
            <text class="ax" x="39" y="16.5" text-anchor="end">2.0</text>
            <path class="gridt" d="M46 0v50M310 0v50"/>
            <text class="ax" x="46" y="68.1" text-anchor="middle">2018-01-01</text>
            <text class="ax" x="287.2" y="68.1" text-anchor="middle">2018-01-02</text>
            <path class="entry" d="M46 40.5l4.5 8h-9z"/>
            <path class="exit" d="M310 9.5l4.5-8h-9z"/>
            <path class="eq" d="M307 25a3 3 0 1 0 6 0 3 3 0 1 0-6 0z"/>
            <path class="rule" d="M46 37.5h264"/>
            <text class="ax" x="308" y="33.3" text-anchor="end">limit</text>
            </svg>"#]],
    );
}

#[test]
fn an_empty_chart_shows_a_message() {
    let panel = || Pane::new(40.0).axis(Axis::money());
    let empty = Figure::new("Nothing", dates(0)).panel(panel().line(Class::Equity, "", []));
    check(
        &empty,
        expect![[r#"
        <text class="ax" x="50" y="11.8">no data</text>
        </svg>"#]],
    );
    let missing =
        Figure::new("Nothing", dates(2)).panel(panel().line(Class::Equity, "", [None; 2]));
    check(
        &missing,
        expect![[r#"
            <text class="ax" x="46" y="58.1" text-anchor="middle">2018-01-01</text>
            <text class="ax" x="287.2" y="58.1" text-anchor="middle">2018-01-02</text>
            <text class="ax" x="50" y="11.8">no data</text>
            </svg>"#]],
    );
}

#[test]
fn a_log_axis_over_non_positive_values_falls_back_to_linear() {
    let axis = Axis::plain().logarithmic(true);
    let figure = Figure::new("Log", dates(2)).panel(Pane::new(40.0).axis(axis).line(
        Class::Equity,
        "",
        some([-1.0, 1.0]),
    ));
    assert!(render(&figure, 320.0).contains(
        ">linear: a log axis needs values above zero, found \u{2212}1.00 on 2018-01-01</text>"
    ));
}

#[test]
fn every_drawing_is_well_formed_and_carries_no_style() {
    for count in [0, 1, 2, 3, 50, 5000] {
        for width in [320.0, 860.0, 2400.0] {
            let figure = everything(count);
            let drawing = render(&figure, width);
            check_markup(&drawing);
            assert!(!drawing.contains("style"), "nothing inline, and no stylesheet");
            let file = standalone(&figure, width);
            check_markup(&file);
            assert!(!file.contains("style=") && !file.contains("var("));
            for drawing in [&drawing, &file] {
                assert!(!drawing.contains("NaN") && !drawing.contains("inf"));
                assert!(drawing.contains("role=\"img\" aria-label=\"Equity &amp; &lt;more&gt;. "));
            }
        }
    }
}

/// Tags nest, attributes are quoted, text is escaped: enough of XML to catch a missing escape.
fn check_markup(drawing: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in drawing.trim_end().split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("every tag ends");
        assert!(!text.contains('>') && !text.contains('"'), "unescaped: {text}");
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes pair up: {tag}");
        for (position, value) in tag.split('"').enumerate() {
            assert!(position % 2 == 1 || !value.contains('&'), "stray: {tag}");
        }
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap();
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) => assert_eq!(open.pop(), Some(name)),
            (false, true) => {}
            (false, false) => open.push(name),
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

#[test]
fn no_label_lies_outside_the_frame() {
    for count in [1, 2, 30, 400, 5000] {
        for width in [320.0, 390.0, 860.0] {
            let drawing = render(&everything(count), width);
            for piece in drawing.split("<text ").skip(1) {
                let (tag, rest) = piece.split_once('>').unwrap();
                let words = rest.split("</text>").next().unwrap();
                let attribute = |name: &str| {
                    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
                    value.split('"').next()
                };
                let x: f64 = attribute("x").unwrap().parse().unwrap();
                let across = text::width(words, theme::LABEL_PX);
                let left = match attribute("text-anchor") {
                    Some("end") => x - across,
                    Some("middle") => x - across / 2.0,
                    _ => x,
                };
                assert!(left >= -0.06 && left + across <= width + 0.06, "{words} at {left}");
            }
        }
    }
}

#[test]
fn every_vertical_line_has_its_label() {
    for count in [2, 30, 252, 400, 5000] {
        for width in [320.0, 640.0, 760.0, 860.0] {
            let drawing = render(&everything(count), width);
            let (_, line) = drawing.rsplit_once("<path class=\"gridt\" d=\"").unwrap();
            let lines = line.split('"').next().unwrap().matches('M').count();
            let labels = drawing.matches("text-anchor=\"middle\"").count();
            assert_eq!(lines, labels, "{count} days at {width}");
        }
    }
}

#[test]
fn a_drawing_scales_to_the_paper() {
    let figure = everything(30);
    let tag = |drawing: &str| String::from(drawing.split('>').next().unwrap());
    let page = tag(&render(&figure, 860.0));
    assert!(page.contains(" viewBox=\"0 0 860 ") && !page.contains(" width=\""), "{page}");
    let file = standalone(&figure, 860.0);
    assert!(tag(&file).contains(" width=\"860\" height=\""), "a viewer needs a first size");
    assert!(file.contains(".chart { max-width: 100%; height: auto; }"));
}

#[test]
fn the_svg_of_twenty_years_is_small() {
    let bytes = render(&everything(5031), 860.0).len();
    assert!(bytes < 200_000, "{bytes} bytes");
}

#[test]
fn a_file_has_title_legend_and_both_colour_schemes() {
    let file = standalone(&everything(100), 860.0);
    for part in [
        "<title>Equity &amp; &lt;more&gt;</title>",
        "<desc>100 trading days from 2018-01-01 to 2018-04-10.",
        "@media (prefers-color-scheme: dark)",
        ">this &amp; that</text>",
        ">Trend &quot;up&quot;</text>",
        ">LDG</text>",
    ] {
        assert!(file.contains(part), "no {part}");
    }
}

#[test]
fn marked_days_survive_sampling() {
    let values: Vec<Option<f64>> = (0..5000).map(|day| Some(f64::from(day))).collect();
    let panel = Pane::new(300.0).axis(Axis::plain()).line(Class::Equity, "", values);
    let plain = Figure::new("", dates(5000)).panel(panel.clone());
    let marked = Figure::new("", dates(5000)).panel(panel.points(
        Class::Entry,
        "",
        Shape::Dot,
        vec![(2345, 2345.0)],
    ));
    let layout = marked.layout(320.0);
    let columns = crate::chart::sample::Columns::new(&layout.visible, layout.across() as usize);
    let crate::chart::PlotItem::Line { values, .. } = &plain.panels[0].marks[0] else { panic!() };
    let kept = |forced: &[usize]| columns.line(values, forced).concat().contains(&(2345.0, 2345.0));
    assert!(!kept(&[]) && kept(&[2345]));
}
