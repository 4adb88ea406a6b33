//! Changes to files, from a generator with a seed.

/// Random numbers: SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Dice(u64);

impl Dice {
    /// The dice for one file of a run.
    pub(crate) fn new(seed: u64, file: u64) -> Self {
        let mut dice = Self(seed ^ file.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where that is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = end.max(1) as u64;
        // It is below what was a usize.
        (self.next() % end) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }
}

/// Values at which readers go wrong more often than elsewhere.
const EDGES: [u8; 10] = [0, 1, 2, 0x7f, 0x80, 0xff, b'\n', b'|', b'"', b'9'];

/// No broken file is longer than this.
const LONGEST: usize = 1 << 18;

/// One of the seeds, broken in some places.
pub(crate) fn mutate(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds
        .get(dice.below(seeds.len()))
        .cloned()
        .unwrap_or_default();
    let changes = 1 + dice.below(12);
    for _ in 0..changes {
        let at = dice.below(bytes.len());
        let length = 1 + dice.below(64);
        let to = (at + length).min(bytes.len());
        match dice.below(9) {
            0 | 1 => change(
                &mut bytes,
                at,
                |byte, dice| byte ^ (1 << dice.below(8)),
                dice,
            ),
            2 => change(&mut bytes, at, |_, dice| dice.byte(), dice),
            3 => change(
                &mut bytes,
                at,
                |_, dice| EDGES[dice.below(EDGES.len())],
                dice,
            ),
            4 => {
                bytes.drain(at.min(to)..to);
            }
            5 => {
                let inserted: Vec<u8> = (0..length).map(|_| dice.byte()).collect();
                let at = at.min(bytes.len());
                bytes.splice(at..at, inserted);
            }
            6 => {
                let part = bytes[at.min(to)..to].to_vec();
                let times = 1 + dice.below(200);
                let at = at.min(bytes.len());
                bytes.splice(at..at, part.repeat(times));
            }
            7 => {
                let other = seeds
                    .get(dice.below(seeds.len()))
                    .cloned()
                    .unwrap_or_default();
                let from = dice.below(other.len());
                bytes.truncate(at);
                bytes.extend(other.get(from..).unwrap_or_default());
            }
            _ => bytes.truncate(at),
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

fn change(bytes: &mut [u8], at: usize, f: impl Fn(u8, &mut Dice) -> u8, dice: &mut Dice) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = f(*byte, dice);
    }
}
