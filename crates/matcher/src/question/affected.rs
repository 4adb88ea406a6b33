//! "X's trouble also hit Y": was Y hit through X?

use backpedal_model::{Question, Untestable};

use super::{Ask, untestable};

pub(super) fn question(ask: &Ask<'_>) -> Question {
    let mut through = ask.subjects();
    if through.len() != 1 {
        return untestable(Untestable::NotResolved, "no single source of it is named");
    }
    let through = through.remove(0).party;
    ask.each(ask.objects(), |customer| match &through {
        Err(why) => untestable(Untestable::NotResolved, why),
        Ok(supplier) if *supplier == customer => Question::Impaired {
            party: customer,
            window: ask.window(),
            denied: ask.denied(),
            application: ask.application(),
        },
        Ok(supplier) => Question::HitThrough {
            customer,
            supplier: supplier.clone(),
            window: ask.window(),
            denied: ask.denied(),
        },
    })
}
