import java.util.ArrayList;
import java.util.List;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;

/** Terms that were made before, each with its frequency. */
final class Terms extends TokenStream {
    private final List<String> names = new ArrayList<>();
    private final List<Integer> weights = new ArrayList<>();
    private final CharTermAttribute name = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute weight;
    private int at;

    Terms(boolean weighed) {
        weight = weighed ? addAttribute(TermFrequencyAttribute.class) : null;
    }

    void add(String term, int often) {
        names.add(term);
        weights.add(often);
    }

    @Override
    public boolean incrementToken() {
        if (at == names.size()) return false;
        clearAttributes();
        name.append(names.get(at));
        if (weight != null) weight.setTermFrequency(weights.get(at));
        at++;
        return true;
    }

    @Override
    public void reset() {
        at = 0;
    }
}
