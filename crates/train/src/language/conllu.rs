//! Treebanks in CoNLL-U (<https://universaldependencies.org/format.html>).

use super::corpus::{Document, Sentence, mark_quoted};

/// The documents of a treebank. Multi-word and empty tokens are left out: their parts stand for them.
pub(crate) fn read(text: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let mut sentence = Sentence::default();
    let mut fresh = true;
    for line in text.lines() {
        if line.starts_with("# newdoc") {
            fresh = true;
        } else if line.starts_with("# newpar") {
            sentence.opens = true;
        } else if line.is_empty() {
            finish(&mut documents, std::mem::take(&mut sentence), &mut fresh);
        } else if !line.starts_with('#') {
            word(&mut sentence, line);
        }
    }
    finish(&mut documents, sentence, &mut fresh);
    documents.iter_mut().for_each(mark_quoted);
    documents
}

fn finish(documents: &mut Vec<Document>, mut sentence: Sentence, fresh: &mut bool) {
    if sentence.forms.is_empty() {
        return;
    }
    sentence.opens |= *fresh;
    if *fresh || documents.is_empty() {
        documents.push(Vec::new());
    }
    *fresh = false;
    if let Some(document) = documents.last_mut() {
        document.push(sentence);
    }
}

fn word(sentence: &mut Sentence, line: &str) {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, xpos, _, head, relation, ..] = fields.as_slice() else {
        return;
    };
    let (Ok(_), Ok(head)) = (id.parse::<usize>(), head.parse::<usize>()) else {
        return;
    };
    sentence.forms.push((*form).to_owned());
    sentence.lemmas.push((*lemma).to_owned());
    sentence.upos.push((*upos).to_owned());
    sentence.xpos.push((*xpos).to_owned());
    sentence.heads.push(head);
    sentence.relations.push((*relation).to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_for_joined_tokens() {
        let text = "# newdoc id = a\n# newpar\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
                    1\tdo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
                    3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n\n";
        let documents = read(text);
        assert_eq!(documents[0][0].forms, ["do", "n't", "go"]);
        assert_eq!(documents[0][0].heads, [3, 3, 0]);
        assert!(documents[0][0].opens);
    }
}
