//! The only home of libm: the same bits natively and in wasm.
