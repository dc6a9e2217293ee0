import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.PerFieldSimilarityWrapper;
import org.apache.lucene.search.similarities.Similarity;

/** Lucene's own BM25 with the engine's constants; rarity comes with the question's weights. */
final class Scoring extends PerFieldSimilarityWrapper {
    static final float K1 = Float.parseFloat(System.getProperty("k1", "1.2"));
    static final float B = Float.parseFloat(System.getProperty("b", "0.7"));

    private final Similarity words = new Weighed(K1, B);
    private final Similarity codes = new Weighed(0, 0);

    @Override
    public Similarity get(String field) {
        return field.equals("#") ? codes : words;
    }

    private static final class Weighed extends BM25Similarity {
        Weighed(float k1, float b) {
            super(k1, b);
        }

        @Override
        public Explanation idfExplain(CollectionStatistics all, TermStatistics term) {
            return Explanation.match(1f, "rarity is in the weight");
        }
    }
}
