import java.util.HashMap;
import java.util.Map;

import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** One line of the questions, and what it is as a query. */
final class Question {
    final String job;
    final int number;
    final String kind;
    final boolean openOnly;
    final int limit;
    final String order;
    final String[] facets;
    private final Map<String, String> filters;
    private final Map<String, String> ranges;
    private final String[][] wishes; // by wish, "term^weight"

    Question(String line) {
        String[] f = line.split("\t", -1);
        job = f[0];
        number = Integer.parseInt(f[1]);
        kind = f[2];
        openOnly = f[3].equals("1");
        limit = Integer.parseInt(f[4]);
        order = f[5];
        filters = pairs(f[6]);
        ranges = pairs(f[7]);
        facets = f[8].isEmpty() ? new String[0] : f[8].split(",");
        String[] all = f[9].isEmpty() ? new String[0] : f[9].split("\\|");
        wishes = new String[all.length][];
        for (int i = 0; i < all.length; i++) wishes[i] = all[i].split(" ");
    }

    private static Map<String, String> pairs(String field) {
        Map<String, String> map = new HashMap<>();
        if (!field.isEmpty()) {
            for (String pair : field.split(" ")) map.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return map;
    }

    /** A search needs all of its words, a profile any; both count the best term of each. */
    Query query() {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        boolean profile = facets.length == 0;
        for (String[] wish : wishes) {
            java.util.List<Query> terms = new java.util.ArrayList<>();
            for (String term : wish) {
                int hat = term.lastIndexOf('^');
                terms.add(new BoostQuery(new TermQuery(term(term.substring(0, hat))), Shelf.boost(term, Float.parseFloat(term.substring(hat + 1)))));
            }
            all.add(terms.size() == 1 ? terms.get(0) : new DisjunctionMaxQuery(terms, 0), profile ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
        }
        if (wishes.length == 0) all.add(new MatchAllDocsQuery(), BooleanClause.Occur.FILTER);
        filters.forEach((name, value) -> all.add(new TermQuery(new Term("key_" + name, value)), BooleanClause.Occur.FILTER));
        ranges.forEach((name, bounds) -> {
            int dots = bounds.indexOf("..");
            long from = Long.parseLong(bounds.substring(0, dots)), to = Long.parseLong(bounds.substring(dots + 2));
            all.add(new IndexOrDocValuesQuery(LongPoint.newRangeQuery(name, from, to), NumericDocValuesField.newSlowRangeQuery(name, from, to)), BooleanClause.Occur.FILTER);
        });
        return all.build();
    }

    /** Each language is a field, so that lengths and their means are its own. */
    static Term term(String name) {
        if (name.startsWith("#")) return new Term("#", name.substring(1));
        int colon = name.indexOf(':');
        return new Term(name.substring(0, colon), name.substring(colon + 1));
    }
}
