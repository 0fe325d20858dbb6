//! The program of the page's worker: the engine, away from the page's thread.

#[cfg(target_arch = "wasm32")]
fn main() {
    rotation::web::worker::serve();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program is the page's engine and runs in a browser: cargo xtask serve");
    std::process::exit(2);
}
