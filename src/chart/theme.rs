//! The classes a drawing uses and the palette behind them: one source for the page's stylesheet
//! and for exported files.
//!
//! The profile colours are the qualitative palette of M. Okabe and K. Ito, "Color Universal
//! Design" (2008), which stays distinct for colour-blind readers.

use plotters::style::Color;
use plotters_backend::BackendColor;

/// What a shape is; its CSS class decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // the six of a kind are named by their number
pub enum Class {
    /// The ground of an exported file.
    Paper,
    /// The title of an exported file.
    Title,
    /// Axis labels and notes.
    Label,
    /// The name of a panel.
    Heading,
    /// A horizontal line at a value's tick.
    Grid,
    /// A vertical line at a date's tick.
    GridTime,
    /// A named level across a panel.
    Rule,
    /// The scenario's own line.
    Equity,
    /// The line it is compared with, dashed.
    Baseline,
    /// The trades of another program, dotted.
    Log,
    /// The area of a fall from the peak.
    Drawdown,
    /// The edge of that area.
    DrawdownEdge,
    Profile1,
    Profile2,
    Profile3,
    Profile4,
    Profile5,
    Profile6,
    /// A line, not an area, in the colour of the first profile.
    Line1,
    Line2,
    Line3,
    Line4,
    Line5,
    Line6,
    Regime1,
    Regime2,
    Regime3,
    Regime4,
    Regime5,
    Regime6,
    /// Where a trade was opened.
    Entry,
    /// Where a trade was closed.
    Exit,
    /// A day on which a limit was reached.
    Limit,
    /// The line of a benchmark, in long dashes.
    Benchmark,
    /// The strike of an option bought.
    Bought,
    /// The strike of an option sold.
    Sold,
}

impl Class {
    /// Every class, in the order of its discriminant, with the name it has in CSS.
    pub const ALL: [(Self, &'static str); 36] = [
        (Self::Paper, "paper"),
        (Self::Title, "title"),
        (Self::Label, "ax"),
        (Self::Heading, "head"),
        (Self::Grid, "grid"),
        (Self::GridTime, "gridt"),
        (Self::Rule, "rule"),
        (Self::Equity, "eq"),
        (Self::Baseline, "base"),
        (Self::Log, "log"),
        (Self::Drawdown, "dd"),
        (Self::DrawdownEdge, "dde"),
        (Self::Profile1, "p1"),
        (Self::Profile2, "p2"),
        (Self::Profile3, "p3"),
        (Self::Profile4, "p4"),
        (Self::Profile5, "p5"),
        (Self::Profile6, "p6"),
        (Self::Line1, "l1"),
        (Self::Line2, "l2"),
        (Self::Line3, "l3"),
        (Self::Line4, "l4"),
        (Self::Line5, "l5"),
        (Self::Line6, "l6"),
        (Self::Regime1, "r1"),
        (Self::Regime2, "r2"),
        (Self::Regime3, "r3"),
        (Self::Regime4, "r4"),
        (Self::Regime5, "r5"),
        (Self::Regime6, "r6"),
        (Self::Entry, "entry"),
        (Self::Exit, "exit"),
        (Self::Limit, "limit"),
        (Self::Benchmark, "bench"),
        (Self::Bought, "bought"),
        (Self::Sold, "sold"),
    ];
    /// The areas of the six profiles, in their order.
    pub const PROFILES: [Self; 6] = [
        Self::Profile1,
        Self::Profile2,
        Self::Profile3,
        Self::Profile4,
        Self::Profile5,
        Self::Profile6,
    ];
    /// Lines in the colours of the six profiles, in their order.
    pub const LINES: [Self; 6] =
        [Self::Line1, Self::Line2, Self::Line3, Self::Line4, Self::Line5, Self::Line6];
    /// The six regimes, in their order.
    pub const REGIMES: [Self; 6] =
        [Self::Regime1, Self::Regime2, Self::Regime3, Self::Regime4, Self::Regime5, Self::Regime6];

    /// Its name in CSS.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The class that [`Color::to_backend_color`] hid in a colour; the ground for any other.
    pub(super) fn of(color: BackendColor) -> Self {
        Self::ALL.get(usize::from(color.rgb.0)).map_or(Self::Paper, |&(class, _)| class)
    }
}

/// The drawing library carries colours, not classes, to its backend. The discriminant travels as
/// the red channel, and the backend looks the class up again.
impl Color for Class {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (*self as u8, 0, 0) }
    }
}

/// The palette: custom property, light, dark. The first six are the page's own as well.
pub const TOKENS: [(&str, &str, &str); 18] = [
    ("card", "#ffffff", "#161b22"),
    ("line", "#dfe3e8", "#2a313b"),
    ("ink", "#14181f", "#e7ebf0"),
    ("soft", "#5a6472", "#98a3b3"),
    ("accent", "#0b5bd3", "#6aa6ff"),
    ("loss", "#b4430a", "#f59a5c"),
    ("p1", "#0072b2", "#0072b2"),
    ("p2", "#d55e00", "#d55e00"),
    ("p3", "#009e73", "#009e73"),
    ("p4", "#cc79a7", "#cc79a7"),
    ("p5", "#e69f00", "#e69f00"),
    ("p6", "#56b4e9", "#56b4e9"),
    ("r1", "#bfe3d0", "#1f5c43"),
    ("r2", "#f2c6b3", "#6b3418"),
    ("r3", "#d5dcea", "#3a4660"),
    ("r4", "#e5a3a3", "#7a2430"),
    ("r5", "#e9e6d8", "#4a4736"),
    ("r6", "#d9c8ee", "#4f3a72"),
];

/// The smallest text, in CSS pixels: axis labels.
pub(super) const LABEL_PX: f64 = 11.0;
/// The name of a panel and the legend of an exported file.
pub(super) const HEADING_PX: f64 = 11.0;
/// The title of an exported file.
pub(super) const TITLE_PX: f64 = 16.0;

const FONT: &str = "system-ui, Segoe UI, Roboto, Helvetica Neue, sans-serif";

/// The palette as custom properties for the page, each a `light-dark()` pair.
#[must_use]
pub fn tokens_css() -> String {
    let pairs = TOKENS.map(|(name, light, dark)| match light == dark {
        true => format!("  --{name}: {light};\n"),
        false => format!("  --{name}: light-dark({light}, {dark});\n"),
    });
    format!(":root {{\n{}}}\n", pairs.concat())
}

/// The rules of every class for the page, on the custom properties of [`tokens_css`].
#[must_use]
pub fn rules_css() -> String {
    rules(|token| format!("var(--{token})"))
}

/// The whole stylesheet of an exported file: plain colours, since other programs than browsers
/// open it, light, and dark where the reader prefers that.
#[must_use]
pub fn standalone_css() -> String {
    let resolved = |dark: bool| {
        rules(move |token| {
            TOKENS.iter().find(|(name, ..)| *name == token).map_or_else(String::new, |found| {
                String::from(if dark { found.2 } else { found.1 })
            })
        })
    };
    format!("{}@media (prefers-color-scheme: dark) {{\n{}}}\n", resolved(false), resolved(true))
}

fn rules(color: impl Fn(&str) -> String) -> String {
    let mut css = format!(
        ".chart text {{ font-family: {FONT}; font-variant-numeric: tabular-nums; }}\n\
         .chart {{ max-width: 100%; height: auto; }}\n\
         .chart path {{ stroke-linejoin: round; stroke-linecap: round; }}\n"
    );
    for (class, name) in Class::ALL {
        css.push_str(&format!(".chart .{name} {{ {} }}\n", declarations(class, name, &color)));
    }
    css
}

fn declarations(class: Class, name: &str, color: &impl Fn(&str) -> String) -> String {
    let stroke = |token: &str, width: f64| {
        format!("fill: none; stroke: {}; stroke-width: {width};", color(token))
    };
    let text = |token: &str, weight: u32, size: f64| {
        format!("fill: {}; font-size: {size}px; font-weight: {weight};", color(token))
    };
    match class {
        Class::Paper => format!("fill: {};", color("card")),
        Class::Title => text("ink", 600, TITLE_PX),
        Class::Label => text("soft", 400, LABEL_PX),
        Class::Heading => text("soft", 600, HEADING_PX),
        Class::Grid => format!("{} shape-rendering: crispEdges;", stroke("line", 1.0)),
        Class::GridTime => {
            format!("{} shape-rendering: crispEdges; opacity: .55;", stroke("line", 1.0))
        }
        Class::Rule => format!("{} stroke-dasharray: 2 3;", stroke("soft", 1.0)),
        Class::Equity => stroke("accent", 1.5),
        Class::Baseline => format!(
            "{} stroke-dasharray: 4 3; stroke-linecap: butt; opacity: .8;",
            stroke("soft", 1.2)
        ),
        Class::Log => format!("{} stroke-dasharray: 1.5 2.5;", stroke("ink", 1.2)),
        Class::Benchmark => format!("{} stroke-dasharray: 7 3;", stroke("ink", 1.2)),
        Class::Bought => format!("{} stroke-dasharray: 2 3;", stroke("p3", 1.2)),
        Class::Sold => format!("{} stroke-dasharray: 2 3;", stroke("p2", 1.2)),
        Class::Drawdown => format!("fill: {}; fill-opacity: .24;", color("loss")),
        Class::DrawdownEdge => stroke("loss", 1.0),
        Class::Entry => format!("fill: {}; stroke: {};", color("ink"), color("card")),
        Class::Exit => format!("fill: {}; stroke: {};", color("card"), color("ink")),
        Class::Limit => format!("fill: {}; fill-opacity: .3;", color("soft")),
        _ if name.starts_with('l') => stroke(&name.replace('l', "p"), 1.4),
        _ if name.starts_with('r') => {
            format!("fill: {}; shape-rendering: crispEdges;", color(name))
        }
        _ => format!("fill: {}; fill-opacity: .88;", color(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_round_trips_through_a_colour() {
        for (position, (class, name)) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, position);
            assert_eq!(Class::of(class.to_backend_color()), class);
            assert_eq!(class.name(), name);
        }
        assert_eq!(Class::of(BackendColor { alpha: 1.0, rgb: (255, 0, 0) }), Class::Paper);
    }

    #[test]
    fn the_page_gets_properties_and_a_file_gets_colours() {
        let page = rules_css();
        let file = standalone_css();
        assert!(
            page.contains(".chart .eq { fill: none; stroke: var(--accent); stroke-width: 1.5; }")
        );
        assert!(tokens_css().contains("--accent: light-dark(#0b5bd3, #6aa6ff);"));
        assert!(!file.contains("var(") && !file.contains("light-dark("));
        let (light, dark) = file.split_once("@media (prefers-color-scheme: dark)").unwrap();
        assert!(light.contains("#0b5bd3") && dark.contains("#6aa6ff"));
        for (_, name) in Class::ALL {
            assert!(page.contains(&format!(".chart .{name} {{")), "no rule for {name}");
        }
    }

    #[test]
    fn every_colour_used_is_in_the_palette() {
        let page = rules_css();
        for part in page.split("var(--").skip(1) {
            let token = part.split(')').next().unwrap();
            assert!(TOKENS.iter().any(|(name, ..)| *name == token), "{token} has no colour");
        }
    }
}
