//! Whatever servers, names and disks do.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Nothing that a server or a name holds can change what is read back.
    #[test]
    fn any_capture_comes_back(
        url in ".{0,30}",
        body in proptest::collection::vec(any::<u8>(), 0..300),
        heads in proptest::option::of((
            proptest::collection::vec(any::<u8>(), 0..80),
            proptest::collection::vec(any::<u8>(), 0..80),
        )),
        headers in proptest::collection::vec((".{0,8}", ".{0,8}"), 0..4),
        media_type in proptest::option::of(".{0,12}"),
        seconds in 0_i64..4_000_000_000,
    ) {
        let at = jiff::Timestamp::from_second(seconds).expect("a time");
        let mut snapshot = Snapshot::new(Origin::Url(url), at, &body);
        snapshot.headers = headers;
        snapshot.media_type = media_type;
        let exchange = heads.map(|(request_head, response_head)| Exchange {
            request_head, response_head, ..Exchange::default()
        });
        let mut file = Vec::new();
        crate::warc::capture(&snapshot, &body, exchange.as_ref(), None, &mut file).expect("packed");
        let capture = crate::warc::read(&file).expect("read");
        prop_assert_eq!(&capture.snapshot, &snapshot);
        prop_assert_eq!(capture.body, Some(body));
    }

    /// Junk and damage give an error or the truth, never a panic.
    #[test]
    fn damage_never_gives_other_bytes(at in 0_usize..2_000, flip in 1_u8..=255, cut in any::<bool>()) {
        let body = b"we are up, all of us, as ever";
        let snapshot = snapshot("2009-04-13T18:00:00Z", body);
        let mut file = Vec::new();
        crate::warc::capture(&snapshot, body, Some(&exchange()), None, &mut file).expect("packed");
        let at = at % file.len();
        if cut { file.truncate(at) } else { file[at] ^= flip }
        if let Ok(capture) = crate::warc::read(&file) {
            prop_assert_eq!(capture.body.as_deref(), Some(&body[..]));
        }
    }

    #[test]
    fn junk_is_refused(junk in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(crate::warc::read(&junk).is_err());
    }
}
