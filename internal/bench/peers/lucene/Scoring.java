import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.PerFieldSimilarityWrapper;
import org.apache.lucene.search.similarities.Similarity;

/** Lucene's own BM25 with the engine's constants; a code counts its rarity only. */
final class Scoring extends PerFieldSimilarityWrapper {
    static final float K1 = Float.parseFloat(System.getProperty("k1", "1.2"));
    static final float B = Float.parseFloat(System.getProperty("b", "0.6"));

    private final Similarity words = new Rarity(K1, B);
    private final Similarity codes = new Rarity(0, 0);

    @Override
    public Similarity get(String field) {
        return field.equals("#") ? codes : words;
    }

    /** Counts rarity among all documents, not among those that have the field. */
    private static final class Rarity extends BM25Similarity {
        Rarity(float k1, float b) {
            super(k1, b);
        }

        @Override
        public Explanation idfExplain(CollectionStatistics all, TermStatistics term) {
            double n = term.docFreq();
            float idf = (float) Math.max(Math.log(1 + (all.maxDoc() - n + 0.5) / (n + 0.5)), 0.05);
            return Explanation.match(idf, "idf");
        }
    }
}
