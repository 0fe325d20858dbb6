//! One file of each vendor's layout of option quotes, the rows made by us, and what is made of it.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use rotation::import::{BadRows, Cleaned, Filter, Options, SourceFile, clean, import};

/// Reads a chain beside one bar that closes at `close` on `date`.
fn check((date, close): (&str, &str), name: &str, chain: &str, expected: Expect) {
    let bars = format!("date,open,high,low,close\n{date},{close},{close},{close},{close}\n");
    let files = [("bars.csv", bars.as_str()), (name, chain)];
    let files = files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
    let imported = import(&files, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let summary = imported.summary.to_string();
    let own = summary.lines().skip_while(|line| !line.starts_with(name));
    let mut told: Vec<String> = own
        .take_while(|line| !line.starts_with("market:"))
        .filter(|line| !line.starts_with("  columns:"))
        .map(str::to_owned)
        .collect();
    for day in imported.market.chain.iter().flat_map(|chain| chain.days()) {
        told.push(format!("{} underlying {:?}", day.date(), day.underlying()));
        for q in day.quotes() {
            let iv = q.iv.map(|vol| vol.decimal());
            told.push(format!(
                "  {} {} {} {:?} {:?} iv {iv:?} delta {:?} volume {:?} open {:?}",
                q.expiry, q.strike, q.right, q.bid, q.ask, q.delta, q.volume, q.open_interest
            ));
            told.extend(q.traded.map(|price| format!("    traded at {price}")));
        }
    }
    expected.assert_eq(&told.join("\n").replace("Some(", "").replace(')', ""));
}

#[test]
fn optionsdx() {
    let header = "[QUOTE_UNIXTIME], [QUOTE_READTIME], [QUOTE_DATE], [QUOTE_TIME_HOURS], \
                  [UNDERLYING_LAST], [EXPIRE_DATE], [EXPIRE_UNIX], [DTE], [C_DELTA], [C_GAMMA], \
                  [C_VEGA], [C_THETA], [C_RHO], [C_IV], [C_VOLUME], [C_LAST], [C_SIZE], [C_BID], \
                  [C_ASK], [STRIKE], [P_BID], [P_ASK], [P_SIZE], [P_LAST], [P_DELTA], [P_GAMMA], \
                  [P_VEGA], [P_THETA], [P_RHO], [P_IV], [P_VOLUME], [STRIKE_DISTANCE], \
                  [STRIKE_DISTANCE_PCT]\n";
    let rows = "1262638800, 2010-01-04 16:00, 2010-01-04, 16.000000, 113.33, 2010-02-19, \
                1266613200, 46.00, 0.52, 0.04, 0.15, -0.03, 0.06, 0.1890, 4020, 3.01, 12 x 14, \
                3.00, 3.05, 113.0, 2.71, 2.75, 20 x 31, 2.70, -0.48, 0.04, 0.15, -0.03, -0.06, \
                0.1870, 2100, 0.3, 0.003\n\
                1262638800, 2010-01-04 16:00, 2010-01-04, 16.000000, 113.33, 2010-02-19, \
                1266613200, 46.00, , , , , , , , 0.00, 0 x 0, 0.00, 0.02, 150.0, 36.60, 36.80, \
                1 x 1, 0.00, -1.0, , , , , , , 36.7, 0.324\n";
    check(
        ("2010-01-04", "113.33"),
        "spy_eod_201001.txt",
        &[header, rows].concat(),
        expect![[r#"
            spy_eod_201001.txt: OptionsDX chain, iv in decimals by 1 price at the money, vega per point, theta per day, 2 of 2 rows used, 2010-01-04 to 2010-01-04
              cells cut by comma, dates YYYY-MM-DD
              repaired: 0 read as no bid: 1 quote
            2010-01-04 underlying 113.33
              2010-02-19 113 call 3.0 3.05 iv 0.189 delta 0.52 volume 4020 open None
              2010-02-19 113 put 2.71 2.75 iv 0.187 delta -0.48 volume 2100 open None
              2010-02-19 150 call None 0.02 iv None delta None volume None open None
              2010-02-19 150 put 36.6 36.8 iv None delta -1.0 volume None open None"#]],
    );
    let plain = header.replace(['[', ']'], "");
    check(
        ("2010-01-04", "113.33"),
        "without brackets.csv",
        &[&plain, rows.lines().next().unwrap(), "\n"].concat(),
        expect![[r#"
            without brackets.csv: OptionsDX chain, iv in decimals by 1 price at the money, vega per point, theta per day, 1 of 1 row used, 2010-01-04 to 2010-01-04
              cells cut by comma, dates YYYY-MM-DD
            2010-01-04 underlying 113.33
              2010-02-19 113 call 3.0 3.05 iv 0.189 delta 0.52 volume 4020 open None
              2010-02-19 113 put 2.71 2.75 iv 0.187 delta -0.48 volume 2100 open None"#]],
    );
}

#[test]
fn orats() {
    check(
        ("2021-01-04", "368.79"),
        "ORATS_SMV_Strikes_20210104.csv",
        "ticker,cOpra,pOpra,stkPx,expirDate,yte,strike,cVolu,cOi,pVolu,pOi,cBidPx,cValue,cAskPx,\
         pBidPx,pValue,pAskPx,cBidIv,cMidIv,cAskIv,smoothSmvVol,pBidIv,pMidIv,pAskIv,iRate,\
         divRate,residualRateData,delta,gamma,theta,vega,rho,phi,driftlessTheta,extVol,extCTheo,\
         extPTheo,spot_px,trade_date\n\
         SPY,SPY210219C00370000,SPY210219P00370000,368.2,2/19/2021,0.126,370,500,1200,300,900,\
         9.80,9.85,9.90,11.60,11.66,11.72,0.199,0.201,0.203,0.2,0.198,0.2005,0.203,0.001,0.014,0,\
         0.49,0.01,-0.1,0.5,0.2,0.1,-0.1,0.2,9.85,11.66,368.79,1/4/2021\n",
        expect![[r#"
            ORATS_SMV_Strikes_20210104.csv: ORATS chain, iv in decimals by 1 price at the money, vega per point, theta per day, 1 of 1 row used, 2021-01-04 to 2021-01-04
              cells cut by comma, dates M/D/YYYY
            2021-01-04 underlying 368.79
              2021-02-19 370 call 9.8 9.9 iv 0.201 delta 0.49 volume 500 open 1200
              2021-02-19 370 put 11.6 11.72 iv 0.2005 delta -0.51 volume 300 open 900"#]],
    );
}

#[test]
fn cboe_with_calculations_at_1545() {
    check(
        ("2020-03-02", "3090.23"),
        "UnderlyingOptionsEODCalcs_2020-03-02.csv",
        "underlying_symbol,quote_date,root,expiration,strike,option_type,open,high,low,close,\
         trade_volume,bid_size_1545,bid_1545,ask_size_1545,ask_1545,underlying_bid_1545,\
         underlying_ask_1545,implied_underlying_price_1545,active_underlying_price_1545,\
         implied_volatility_1545,delta_1545,gamma_1545,theta_1545,vega_1545,rho_1545,\
         bid_size_eod,bid_eod,ask_size_eod,ask_eod,underlying_bid_eod,underlying_ask_eod,vwap,\
         open_interest,delivery_code\n\
         ^SPX,2020-03-02,SPX,2020-03-20,3100.000,C,0,0,0,0,12,1,80.1,1,81.1,3080.1,3080.3,3081,\
         3081,0.36,0.5,0,0,0,0,5,83.2,6,84.4,3090.1,3090.36,0,900,\n\
         ^SPX,2020-03-02,SPX,2020-03-20,3100.000,P,0,0,0,0,7,1,99,1,100,3080.1,3080.3,3081,3081,\
         0.36,-0.5,0,0,0,0,5,92.5,6,93.5,3090.1,3090.36,0,400,\n",
        expect![[r#"
            UnderlyingOptionsEODCalcs_2020-03-02.csv: Cboe end-of-day chain, 2 of 2 rows used, 2020-03-02 to 2020-03-02
              cells cut by comma, dates YYYY-MM-DD
            2020-03-02 underlying 3090.23
              2020-03-20 3100 call 83.2 84.4 iv None delta None volume 12 open 900
              2020-03-20 3100 put 92.5 93.5 iv None delta None volume 7 open 400"#]],
    );
}

#[test]
fn historicaloptiondata_in_three_layouts() {
    check(
        ("2019-09-10", "298.13"),
        "L2_options_20190910.csv",
        "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,Blank,Type,Expiration, DataDate,\
         Strike,Last,Bid,Ask,Volume,OpenInterest,IV,Delta,Gamma,Theta,Vega,Alias\n\
         SPY,298.13,*,SPY191018C00298000,,call,10/18/2019,09/10/2019 16:00,298,5.0,4.98,5.01,100,\
         2000,0.1375,0.53,0.03,-15.9085,61.8811,SPY191018C00298000\n",
        expect![[r#"
            L2_options_20190910.csv: historicaloptiondata chain, iv in decimals by 1 price at the money, theta per year, 1 of 1 row used, 2019-09-10 to 2019-09-10
              cells cut by comma, dates M/D/YYYY
            2019-09-10 underlying 298.13
              2019-10-18 298 call 4.98 5.01 iv 0.1375 delta 0.53 volume 100 open 2000"#]],
    );
    check(
        ("2019-09-10", "298.13"),
        "bare_options_20190910.csv",
        "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,Blank,Type,Expiration, DataDate,\
         Strike,Last,Bid,Ask,Volume,OpenInterest\n\
         SPY,298.13,*,SPY191018P00298000,,put,10/18/2019,09/10/2019 16:00,298,4.5,4.44,4.48,10,20\n",
        expect![[r#"
            bare_options_20190910.csv: historicaloptiondata chain, 1 of 1 row used, 2019-09-10 to 2019-09-10
              cells cut by comma, dates M/D/YYYY
            2019-09-10 underlying 298.13
              2019-10-18 298 put 4.44 4.48 iv None delta None volume 10 open 20"#]],
    );
    check(
        ("2019-09-10", "298.13"),
        "L3_options_20190910.csv",
        "UnderlyingSymbol, UnderlyingPrice, Flags, OptionSymbol, Blank, Type, Expiration, \
         DataDate, Strike, Last, Bid, Ask, Volume, OpenInterest, T1OpenInterest, IVMean, IVBid, \
         IVAsk, Delta, Gamma, Theta, Vega, AKA\n\
         SPY,298.13,,SPY191018C00298000,,call,10/18/2019,09/10/2019 16:00,298,5.0,4.98,5.01,100,\
         2000,1990,13.75,13.7,13.8,0.53,0.03,-15.9,61.9,\n",
        expect![[r#"
            L3_options_20190910.csv: historicaloptiondata chain, iv in percent by 1 price at the money, theta per year, 1 of 1 row used, 2019-09-10 to 2019-09-10
              cells cut by comma, dates M/D/YYYY
              repaired: iv read as percent
            2019-09-10 underlying 298.13
              2019-10-18 298 call 4.98 5.01 iv 0.1375 delta 0.53 volume 100 open 2000"#]],
    );
    check(
        ("2015-10-16", "203.27"),
        "delta_neutral.csv",
        "underlying,underlying_last,exchange,optionroot,optionext,type,expiration,quotedate,\
         strike,last,bid,ask,volume,openinterest,impliedvol,delta,gamma,theta,vega,optionalias\n\
         SPY,203.27,*,SPY151120C00205000,,call,11/20/2015,10/16/2015,205,2.6,2.58,2.61,5,6,0.126,\
         0.42,0.03,-16,24,SPY151120C00205000\n",
        expect![[r#"
            delta_neutral.csv: Delta-Neutral chain, iv in decimals by 1 price at the money, vega per 1.00, theta per year, 1 of 1 row used, 2015-10-16 to 2015-10-16
              cells cut by comma, dates M/D/YYYY
            2015-10-16 underlying 203.27
              2015-11-20 205 call 2.58 2.61 iv 0.126 delta 0.42 volume 5 open 6"#]],
    );
}

#[test]
fn alpha_vantage() {
    check(
        ("2024-05-03", "511.29"),
        "alpha_vantage.csv",
        "contractID,symbol,expiration,strike,type,last,mark,bid,bid_size,ask,ask_size,volume,\
         open_interest,date,implied_volatility,delta,gamma,theta,vega,rho\r\n\
         SPY240621C00510000,SPY,2024-06-21,510.00,call,12.9,12.95,12.90,10,13.00,12,55,800,\
         2024-05-03,0.12345,0.54,0.01,-0.1,0.7,0.3\r\n\
         SPY240621P00510000,SPY,2024-06-21,510.00,put,9.4,9.42,9.40,10,9.44,12,40,700,\
         2024-05-03,0.11900,-0.45,0.01,-0.1,0.7,-0.3\r\n\
         SPY240621C00505000,SPY,2024-06-21,505.00,call,16,16,16.00,10,16.10,12,5,80,\
         2024-05-03,0.127,0.62,0.01,-0.1,0.7,0.3\r\n\
         SPY240621P00505000,SPY,2024-06-21,505.00,put,7.6,7.6,7.58,10,7.62,12,4,70,\
         2024-05-03,0.122,-0.38,0.01,-0.1,0.7,-0.3\r\n\
         SPY240621C00515000,SPY,2024-06-21,515.00,call,9.9,9.9,9.90,10,10.00,12,5,80,\
         2024-05-03,0.119,0.45,0.01,-0.1,0.7,0.3\r\n\
         SPY240621P00515000,SPY,2024-06-21,515.00,put,11.5,11.5,11.40,10,11.48,12,4,70,\
         2024-05-03,0.115,-0.54,0.01,-0.1,0.7,-0.3\r\n",
        expect![[r#"
            alpha_vantage.csv: Alpha Vantage chain, iv in decimals, 6 of 6 rows used, 2024-05-03 to 2024-05-03
              cells cut by comma, dates YYYY-MM-DD
            2024-05-03 underlying None
              2024-06-21 505 call 16.0 16.1 iv 0.127 delta 0.62 volume 5 open 80
              2024-06-21 505 put 7.58 7.62 iv 0.122 delta -0.38 volume 4 open 70
              2024-06-21 510 call 12.9 13.0 iv 0.12345 delta 0.54 volume 55 open 800
              2024-06-21 510 put 9.4 9.44 iv 0.119 delta -0.45 volume 40 open 700
              2024-06-21 515 call 9.9 10.0 iv 0.119 delta 0.45 volume 5 open 80
              2024-06-21 515 put 11.4 11.48 iv 0.115 delta -0.54 volume 4 open 70"#]],
    );
}

#[test]
fn yfinance_option_chain() {
    check(
        ("2024-05-03", "511.29"),
        "calls.csv",
        "contractSymbol,lastTradeDate,strike,lastPrice,bid,ask,change,percentChange,volume,\
         openInterest,impliedVolatility,inTheMoney,contractSize,currency\n\
         SPY240621C00505000,2024-05-03 19:59:58+00:00,505.0,16.0,16.0,16.1,1,6,5,80,0.127,True,\
         REGULAR,USD\n\
         SPY240621P00505000,2024-05-02 14:31:02+00:00,505.0,7.6,7.58,7.62,1,6,4,70,0.122,False,\
         REGULAR,USD\n\
         SPY240621C00510000,2024-05-03 19:58:12+00:00,510.0,12.9,12.9,13.0,1,6,55,800,0.1235,True,\
         REGULAR,USD\n\
         SPY240621P00510000,2024-05-03 18:00:00+00:00,510.0,9.4,9.4,9.44,1,6,40,700,0.119,False,\
         REGULAR,USD\n\
         SPY240621C00515000,2024-04-30 15:00:00+00:00,515.0,9.9,9.9,10.0,1,6,,80,0.119,False,\
         REGULAR,USD\n\
         SPY240621P00515000,2024-05-03 15:00:00+00:00,515.0,11.5,11.4,11.48,1,6,4,70,0.115,True,\
         REGULAR,USD\n",
        expect![[r#"
            calls.csv: yfinance chain, iv in decimals, 6 of 6 rows used, 2024-05-03 to 2024-05-03
              cells cut by comma, dates YYYY-MM-DD
              repaired: no day of the quotes: taken as of the latest trade, 2024-05-03
            2024-05-03 underlying None
              2024-06-21 505 call 16.0 16.1 iv 0.127 delta None volume 5 open 80
              2024-06-21 505 put 7.58 7.62 iv 0.122 delta None volume 4 open 70
              2024-06-21 510 call 12.9 13.0 iv 0.1235 delta None volume 55 open 800
              2024-06-21 510 put 9.4 9.44 iv 0.119 delta None volume 40 open 700
              2024-06-21 515 call 9.9 10.0 iv 0.119 delta None volume None open 80
              2024-06-21 515 put 11.4 11.48 iv 0.115 delta None volume 4 open 70"#]],
    );
}

#[test]
fn dolt() {
    check(
        ("2019-02-11", "270.62"),
        "option_chain.csv",
        "date,act_symbol,expiration,strike,call_put,bid,ask,vol,delta,gamma,theta,vega,rho\n\
         2019-02-11,SPY,2019-03-15,268.00,Call,6.0,6.05,0.1501,0.61,0.03,-0.1,0.3,0.1\n\
         2019-02-11,SPY,2019-03-15,268.00,Put,3.3,3.35,0.1562,-0.39,0.03,-0.1,0.3,-0.1\n\
         2019-02-11,SPY,2019-03-15,270.00,Call,4.7,4.75,0.1473,0.54,0.03,-0.1,0.3,0.1\n\
         2019-02-11,SPY,2019-03-15,270.00,Put,4.0,4.05,0.1503,-0.46,0.03,-0.1,0.3,-0.1\n\
         2019-02-11,SPY,2019-03-15,272.00,Call,3.6,3.65,0.1441,0.47,0.03,-0.1,0.3,0.1\n\
         2019-02-11,SPY,2019-03-15,272.00,Put,4.9,4.95,0.1472,-0.53,0.03,-0.1,0.3,-0.1\n",
        expect![[r#"
            option_chain.csv: Dolt chain, iv in decimals, 6 of 6 rows used, 2019-02-11 to 2019-02-11
              cells cut by comma, dates YYYY-MM-DD
            2019-02-11 underlying None
              2019-03-15 268 call 6.0 6.05 iv 0.1501 delta 0.61 volume None open None
              2019-03-15 268 put 3.3 3.35 iv 0.1562 delta -0.39 volume None open None
              2019-03-15 270 call 4.7 4.75 iv 0.1473 delta 0.54 volume None open None
              2019-03-15 270 put 4.0 4.05 iv 0.1503 delta -0.46 volume None open None
              2019-03-15 272 call 3.6 3.65 iv 0.1441 delta 0.47 volume None open None
              2019-03-15 272 put 4.9 4.95 iv 0.1472 delta -0.53 volume None open None"#]],
    );
}

#[test]
fn a_symbol_tells_what_no_column_does() {
    check(
        ("2024-05-03", "511.29"),
        "symbols.csv",
        "date,occ_symbol,bid,ask,iv,underlying_price\n\
         2024-05-03,SPY   240621C00510000,12.9,13.0,12.35,511.29\n\
         2024-05-03,O:SPY240621P00510000,9.4,9.44,11.9,511.29\n",
        expect![[r#"
            symbols.csv: option chain, iv in percent by 2 prices at the money, 2 of 2 rows used, 2024-05-03 to 2024-05-03
              cells cut by comma, dates YYYY-MM-DD
              repaired: iv read as percent
            2024-05-03 underlying 511.29
              2024-06-21 510 call 12.9 13.0 iv 0.1235 delta None volume None open None
              2024-06-21 510 put 9.4 9.44 iv 0.119 delta None volume None open None"#]],
    );
}

#[test]
fn polygon_trades_of_options() {
    let row = |contract: &str, close: &str| {
        format!("O:{contract},12,{close},{close},{close},{close},1678680000000000000,3\n")
    };
    let rows = [
        row("SPXW230327P03850000", "61.5"),
        row("SPXW230327C03850000", "67.25"),
        row("SPX230421C03900000", "80.0"),
        row("SPXW230327P03900000", "85"),
        row("SPXW230327C03900000", "41.05"),
        row("SPXW230327P03950000", "113.2"),
        row("SPXW230327C03950000", "20.1"),
        row("SPXW230327C05000000", "0"),
    ];
    let header = "ticker,volume,open,close,high,low,window_start,transactions\n";
    check(
        ("2023-03-13", "3855.76"),
        "2023-03-13.csv",
        &[header.to_owned(), rows.concat()].concat(),
        expect![[r#"
            2023-03-13.csv: Polygon day aggregates of options, 8 of 8 rows used, 2023-03-13 to 2023-03-13
              cells cut by comma, dates time since 1970
            2023-03-13 underlying None
              2023-03-27 3850 call None None iv None delta None volume 12 open None
                traded at 67.25
              2023-03-27 3850 put None None iv None delta None volume 12 open None
                traded at 61.5
              2023-03-27 3900 call None None iv None delta None volume 12 open None
                traded at 41.05
              2023-03-27 3900 put None None iv None delta None volume 12 open None
                traded at 85
              2023-03-27 3950 call None None iv None delta None volume 12 open None
                traded at 20.1
              2023-03-27 3950 put None None iv None delta None volume 12 open None
                traded at 113.2
              2023-03-27 5000 call None None iv None delta None volume 12 open None
              2023-04-21 3900 call None None iv None delta None volume 12 open None
                traded at 80"#]],
    );
}

#[test]
fn of_a_whole_market_of_trades_one_underlying_is_read() {
    let rows = ["SPY230327P00390000", "SPY1230327P00390000", "QQQ230327P00290000"];
    let rows = rows.map(|contract| format!("O:{contract},1,2,2,2,2,1678680000000000000,3\n"));
    let text = format!(
        "ticker,volume,open,close,high,low,window_start,transactions\n{}",
        rows.concat().repeat(4)
    );
    let read = |underlying: Option<&str>| {
        let file = SourceFile { name: "all.csv", role: None, bytes: text.as_bytes() };
        let filter = Filter { underlying: underlying.map(str::to_owned), ..Filter::default() };
        clean(&[file], &Options { filter, bad_rows: BadRows::Skip, ..Options::default() })
    };
    let error = read(None).unwrap_err().to_string();
    let found = "found SPY, SPY1, QQQ; choose the underlying to read";
    assert!(error.ends_with(found), "{error}");
    let (_, summary) = read(Some("spy")).unwrap();
    assert_eq!(summary.files[0].filtered, 8);
}

#[test]
fn a_root_may_be_asked_for_and_quotes_come_before_trades() {
    let row = |contract: &str, close: &str| {
        format!("{contract},1,{close},{close},{close},{close},1678680000000000000,3\n")
    };
    // A share among the options does not make them bars; what rounds to nothing is no price.
    let rows = [
        row("SPX", "3855.76"),
        row("O:SPX230317C04000000", "10"),
        row("O:SPXW230317C04000000", "9"),
        row("O:SPXW230317P04000000", "0.00004"),
    ];
    let trades =
        "ticker,volume,open,close,high,low,window_start,transactions\n".to_owned() + &rows.concat();
    let quotes = "quote_date,expiry,strike,type,bid,ask,price_traded\n\
                  2023-03-13,2023-03-17,4000,C,9.5,9.7,-1\n2023-03-13,2023-03-17,4000,P,,,150\n";
    let read = |files: &[&str], underlying: &str| {
        let name = |at: usize| ["a.csv", "b.csv"][at];
        let files = files.iter().enumerate();
        let files: Vec<_> = files
            .map(|(at, text)| SourceFile { name: name(at), role: None, bytes: text.as_bytes() })
            .collect();
        let filter = Filter { underlying: Some(underlying.to_owned()), ..Filter::default() };
        let options = Options { filter, bad_rows: BadRows::Skip, ..Options::default() };
        let Ok((Cleaned::Chain(chain), _)) = clean(&files, &options) else { panic!("no chain") };
        let days = chain.days().flat_map(|day| day.quotes().collect::<Vec<_>>());
        days.map(|quote| (quote.bid, quote.traded)).collect::<Vec<_>>()
    };
    assert_eq!(read(&[&trades], "SPXW"), [(None, Some(9.0)), (None, None)]);
    assert_eq!(read(&[&trades], "SPX")[0], (None, Some(10.0)), "the first of two roots");
    let both = [(Some(9.5), None), (None, Some(150.0))];
    assert_eq!(read(&[&trades, quotes], "SPX"), both);
    assert_eq!(read(&[quotes, &trades], "SPX"), both);
}

/// Headers of every shape a row of quotes can have.
const HEADERS: [&str; 7] = [
    "ticker,volume,open,close,high,low,window_start,transactions",
    "[QUOTE_DATE], [UNDERLYING_LAST], [EXPIRE_DATE], [C_BID], [C_ASK], [STRIKE], [P_BID], [P_ASK]",
    "ticker,stkPx,expirDate,strike,cBidPx,cAskPx,pBidPx,pAskPx,delta,spot_px,trade_date",
    "contractSymbol,lastTradeDate,strike,bid,ask,volume,openInterest,impliedVolatility",
    "date,occ_symbol,bid,ask,iv,underlying_price",
    "quote_date,expiry,strike,type,bid,ask,iv,delta,volume,open_interest,underlying",
    "Price,Close,High,Low,Open,Volume",
];

proptest! {
    /// Whatever stands below a header is read or refused.
    #[test]
    fn any_text_below_a_known_header_is_read_or_refused(
        header in prop::sample::select(&HEADERS[..]),
        rows in "([0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{2,4}|SPY[0-9]{6}[CP][0-9]{8}|[-0-9.eE]{0,9}|[,;\"\n ]|call|P){0,60}",
        skip in any::<bool>(),
    ) {
        let text = format!("{header}\n{rows}");
        let bars = "date,open,high,low,close\n2014-01-02,10,11,9,10\n";
        let files = [("bars.csv", bars), ("c.csv", text.as_str())];
        let files = files.map(|(name, text)| SourceFile { name, role: None, bytes: text.as_bytes() });
        let bad_rows = if skip { BadRows::Skip } else { BadRows::Refuse };
        let options = Options { bad_rows, ..Options::default() };
        let _ = import(&files, &options);
        let _ = clean(&files[1..], &options);
    }
}
