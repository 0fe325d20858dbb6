use chrono::NaiveDate;
use rotation::engine::*;
use rotation::market::*;
use rotation::present;
use rotation::share::csv;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let t = std::fs::read_to_string(&path).unwrap();
    let mut bars = vec![];
    let mut vix = vec![];
    let head: Vec<&str> = t.lines().next().unwrap().split(',').collect();
    let vi = head.iter().position(|h| *h == "vix");
    for l in t.lines().skip(1) {
        let c: Vec<&str> = l.split(',').collect();
        let f = |i: usize| c[i].parse::<f64>().unwrap();
        bars.push(Bar {
            date: c[0].parse::<NaiveDate>().unwrap(),
            open: f(1),
            high: f(2),
            low: f(3),
            close: f(4),
        });
        vix.push(vi.and_then(|i| c[i].parse::<f64>().ok()).map(|v| v / 100.0));
    }
    let mut m = Market::new("sp", bars);
    if std::env::args().nth(2).as_deref() != Some("novix") {
        m.set_series(Series::Vix, vix);
    }
    let mut s = Scenario::default();
    if std::env::args().nth(3).as_deref() == Some("free") {
        s.costs.multiple = 0.0;
    }
    for _ in 0..15 {
        let t0 = std::time::Instant::now();
        let r = run(&m, &s, |_, _| {});
        let e = t0.elapsed();
        let r = match r {
            Ok(r) => r,
            Err(e) => {
                println!("{e}");
                return;
            }
        };
        let d = r.digest();
        println!(
            "{:?} digest {:?} {} trades {} fills {} rot {} eq {}",
            e,
            t0.elapsed() - e,
            d.to_string().get(..8).unwrap(),
            r.trades.len(),
            r.fills.len(),
            r.rotations.len(),
            r.days.last().unwrap().equity()
        );
        if std::env::var("NOCSV").is_err() {
            for tb in present::files::all(&r) {
                std::fs::write(format!("/tmp/scratch/{}.csv", tb.name), csv::write(&tb)).unwrap();
            }
        }
    }
}
