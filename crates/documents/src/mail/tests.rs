use super::*;
use crate::{Given, Media};

const MONTH: &str = "From ada at pier.example  Tue Mar  4 10:00:00 2031\n\
From: ada at pier.example (Ada Quill)\n\
Date: Tue, 4 Mar 2031 05:00:00 -0500\n\
Subject: [outages] Heron =?utf-8?q?caf=C3=A9?= down\n\
Message-ID: <1@pier.example>\n\
\n\
Heron is down for us since nine.\n\
\n\
From cy at heron.example  Tue Mar  4 11:00:00 2031\n\
From: cy at heron.example (Cy Reed)\n\
Date: Tue, 4 Mar 2031 11:00:00 +0000\n\
Subject: Re: [outages] Heron down\n\
In-Reply-To: <1@pier.example>\n\
References: <0@pier.example> <1@pier.example>\n\
Message-ID: <2@heron.example>\n\
Archived-At: <https://lists.pier.example/2>\n\
Content-Type: text/plain; charset=iso-8859-1\n\
Content-Transfer-Encoding: quoted-printable\n\
\n\
Ada Quill wrote:\n\
> Heron is down for us since nine.\n\
\n\
We see no fault, na=EFve as it sounds.\n\
-- \n\
Cy\n";

fn of(bytes: &[u8], voice: Option<&backpedal_model::PartyId>) -> Parsed<Vec<Document>> {
    let input = Input {
        name: "2031-March.txt",
        bytes,
        media: Media::Mail,
        content_type: None,
        url: None,
        snapshot: None,
        given: Given {
            zone: "UTC",
            voice_of: voice,
            ..Given::default()
        },
    };
    crate::read(&input)
}

#[test]
fn a_month_gives_messages_with_senders_times_and_parents() {
    let found = of(MONTH.as_bytes(), None);
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    let [first, second] = found.value.as_slice() else {
        panic!("{:?}", found.value)
    };
    assert_eq!(first.author.as_deref(), Some("Ada Quill"));
    assert_eq!(first.title.as_deref(), Some("[outages] Heron café down"));
    assert_eq!(
        first.published.as_ref().unwrap().at.to_string(),
        "2031-03-04T05:00:00-05:00"
    );
    assert_eq!(second.parent.as_ref(), Some(&first.id));
    assert_eq!(second.url.as_deref(), Some("https://lists.pier.example/2"));
    assert!(second.text.contains("naïve as it sounds"));
    let quoted = second
        .parts
        .iter()
        .find(|part| part.role == PartRole::Quoted)
        .unwrap();
    assert_eq!(quoted.author.as_deref(), Some("Ada Quill"));
    assert_eq!(second.parts.last().unwrap().role, PartRole::Boilerplate);
}

#[test]
fn a_partys_list_holds_answers_of_others() {
    let heron = backpedal_model::PartyId::new("heron").unwrap();
    let found = of(MONTH.as_bytes(), Some(&heron));
    assert_eq!(found.value[0].voice_of.as_ref(), Some(&heron));
    assert_eq!(found.value[1].voice_of, None);
}

#[test]
fn senders_are_read_in_all_spellings() {
    for (raw, expected) in [
        (
            "ada at pier.example (Ada Quill)",
            Some(("ada@pier.example", Some("Ada Quill"))),
        ),
        (
            "\"Quill, Ada\" <ada at pier.example>",
            Some(("ada@pier.example", Some("Quill, Ada"))),
        ),
        ("ada at pier.example", Some(("ada@pier.example", None))),
        ("Ada Quill <ada@pier.example>", None),
        ("Cy at work <cy@pier.example>", None),
    ] {
        let found = spelled(raw);
        let found = found
            .as_ref()
            .map(|(address, name)| (address.as_str(), name.as_deref()));
        assert_eq!(found, expected, "{raw}");
    }
}

#[test]
fn pages_in_messages_and_doubles_are_read_once() {
    let page = "From a@b.example Tue Mar  4 10:00:00 2031\nFrom: Ada <a@b.example>\nMessage-ID: <9@b>\nContent-Type: text/html\n\n<p>We are <b>down</b>.</p><blockquote>Are you?</blockquote>\n\n";
    let found = of(page.repeat(2).as_bytes(), None);
    assert_eq!(found.value.len(), 1);
    assert_eq!(found.value[0].text, "We are down.\n\nAre you?");
    assert_eq!(found.value[0].parts[1].role, PartRole::Quoted);
}

proptest::proptest! {
    #[test]
    fn no_bytes_end_the_reading(cut in 0..MONTH.len(), byte in 0_u8.., at in 0..MONTH.len()) {
        let mut bytes = MONTH.as_bytes()[..cut.max(1)].to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = of(&bytes, None);
    }
}
