/* stopwords.c -- words that say nothing about a text's subject. Small lists of
 * our own, sorted by bytes; what they miss, document frequency catches. */
#include "text/lang.h"
#include "text/terms.h"

static const char *const english[] = {
  "a",         "about",   "above",   "after",      "again",      "against",   "all",
  "almost",    "along",   "already", "also",       "although",   "always",    "am",
  "among",     "an",      "and",     "another",    "any",        "anyone",    "anything",
  "are",       "aren't",  "around",  "as",         "at",         "away",      "back",
  "be",        "because", "become",  "becomes",    "been",       "before",    "began",
  "behind",    "being",   "below",   "between",    "both",       "but",       "by",
  "came",      "can",     "can't",   "cannot",     "come",       "comes",     "could",
  "couldn't",  "did",     "didn't",  "do",         "does",       "doesn't",   "doing",
  "don't",     "done",    "down",    "during",     "each",       "either",    "else",
  "enough",    "etc",     "even",    "ever",       "every",      "everyone",  "everything",
  "few",       "find",    "first",   "for",        "from",       "further",   "gave",
  "get",       "gets",    "getting", "give",       "given",      "gives",     "go",
  "goes",      "going",   "gone",    "good",       "got",        "great",     "had",
  "hadn't",    "has",     "hasn't",  "have",       "haven't",    "having",    "he",
  "he'd",      "he'll",   "he's",    "her",        "here",       "here's",    "hers",
  "herself",   "him",     "himself", "his",        "how",        "how's",     "however",
  "i",         "i'd",     "i'll",    "i'm",        "i've",       "if",        "in",
  "indeed",    "instead", "into",    "is",         "isn't",      "it",        "it'd",
  "it'll",     "it's",    "its",     "itself",     "just",       "keep",      "kind",
  "knew",      "know",    "known",   "last",       "later",      "least",     "less",
  "let",       "let's",   "like",    "likely",     "little",     "long",      "look",
  "looking",   "lot",     "lots",    "made",       "make",       "makes",     "making",
  "many",      "may",     "maybe",   "me",         "mean",       "means",     "might",
  "mine",      "more",    "most",    "much",       "must",       "mustn't",   "my",
  "myself",    "near",    "need",    "needed",     "needs",      "neither",   "never",
  "new",       "next",    "no",      "nobody",     "none",       "nor",       "not",
  "nothing",   "now",     "of",      "off",        "often",      "on",        "once",
  "one",       "ones",    "only",    "onto",       "or",         "other",     "others",
  "otherwise", "our",     "ours",    "ourselves",  "out",        "over",      "own",
  "per",       "perhaps", "please",  "put",        "quite",      "rather",    "really",
  "right",     "said",    "same",    "saw",        "say",        "saying",    "says",
  "second",    "see",     "seem",    "seems",      "seen",       "several",   "shall",
  "she",       "she'd",   "she'll",  "she's",      "should",     "shouldn't", "show",
  "shows",     "since",   "so",      "some",       "someone",    "something", "sometimes",
  "soon",      "still",   "such",    "sure",       "take",       "taken",     "takes",
  "taking",    "tell",    "than",    "that",       "that'll",    "that's",    "the",
  "their",     "theirs",  "them",    "themselves", "then",       "there",     "there's",
  "therefore", "these",   "they",    "they'd",     "they'll",    "they're",   "they've",
  "thing",     "things",  "think",   "third",      "this",       "those",     "though",
  "three",     "through", "thus",    "till",       "to",         "together",  "told",
  "too",       "took",    "toward",  "towards",    "tried",      "try",       "trying",
  "two",       "under",   "unless",  "unlike",     "until",      "up",        "upon",
  "us",        "use",     "used",    "useful",     "uses",       "using",     "usually",
  "various",   "very",    "via",     "want",       "wanted",     "wants",     "was",
  "wasn't",    "way",     "ways",    "we",         "we'd",       "we'll",     "we're",
  "we've",     "well",    "went",    "were",       "weren't",    "what",      "what's",
  "whatever",  "when",    "when's",  "where",      "where's",    "whether",   "which",
  "while",     "who",     "who's",   "whoever",    "whole",      "whom",      "whose",
  "why",       "will",    "with",    "within",     "without",    "won't",     "would",
  "wouldn't",  "yes",     "yet",     "you",        "you'd",      "you'll",    "you're",
  "you've",    "your",    "yours",   "yourself",   "yourselves",
};
static const char *const chinese[] = {
  "一下",   "一个",   "一些",     "一切",   "一定",     "一年",   "一方面", "一旦",   "一样",
  "一次",   "一直",   "一种",     "一般",   "一起",     "一部分", "三个",   "上述",   "上面",
  "下面",   "不仅",   "不会",     "不但",   "不再",     "不同",   "不断",   "不是",   "不能",
  "不要",   "不过",   "与此同时", "两个",   "两种",     "中的",   "为了",   "为什么", "主要",
  "之一",   "之前",   "之后",     "之间",   "也就是",   "也是",   "也许",   "于是",   "什么",
  "今天",   "介绍",   "从而",     "他们",   "以上",     "以下",   "以前",   "以及",   "以后",
  "任何",   "任何人", "会有",     "似乎",   "但是",     "作为",   "你们",   "使得",   "使用",
  "例如",   "依然",   "假如",     "做出",   "允许",     "全部",   "关于",   "其中",   "其他",
  "其它",   "其实",   "具有",     "内容",   "再次",     "出来",   "出现",   "分别",   "利用",
  "别人",   "别的",   "到了",     "前面",   "包括",     "十分",   "即使",   "即可",   "却是",
  "原因",   "及其",   "发现",     "变得",   "另一方面", "只是",   "只有",   "只能",   "只要",
  "可以",   "可能",   "各个",     "各种",   "同时",     "同样",   "后来",   "向上",   "否则",
  "告诉",   "哪些",   "哪里",     "喜欢",   "因为",     "因此",   "在于",   "地方",   "基于",
  "多个",   "多少",   "大家",     "大概",   "大部分",   "大量",   "如下",   "如何",   "如果",
  "如此",   "它们",   "它是",     "完全",   "完成",     "实现",   "实际",   "实际上", "容易",
  "对于",   "将会",   "尤其",     "就是",   "尽管",     "已经",   "希望",   "帮助",   "并不",
  "并且",   "应当",   "应该",     "开始",   "当前",     "当时",   "很多",   "得到",   "必须",
  "怎么",   "怎么样", "怎样",     "总是",   "情况",     "想要",   "意味着", "成为",   "我们",
  "我的",   "或是",   "或者",     "所以",   "所有",     "所示",   "所谓",   "才能",   "提供",
  "方式",   "方法",   "方面",     "无法",   "时候",     "明显",   "是否",   "是的",   "显示",
  "更加",   "更多",   "最后",     "最终",   "最近",     "有些",   "有人",   "有关",   "有所",
  "有时",   "有的",   "本文",     "来自",   "来说",     "某个",   "某些",   "某种",   "根据",
  "正在",   "正如",   "正是",     "此外",   "比如",     "没有",   "注意",   "然后",   "然而",
  "特别",   "现在",   "现有",     "甚至",   "由于",     "目前",   "直到",   "直接",   "相关",
  "相同",   "看到",   "真正",     "真的",   "知道",     "确实",   "示例",   "究竟",   "第一",
  "第一个", "第三",   "第二",     "第二个", "等等",     "简单",   "类似",   "经过",   "结果",
  "给出",   "继续",   "而且",     "而是",   "能够",     "自己",   "自己的", "至少",   "若干",
  "虽然",   "表示",   "要求",     "觉得",   "认为",     "让我们", "许多",   "试图",   "说明",
  "谢谢",   "起来",   "越来越",   "足够",   "过去",     "过程",   "还会",   "还是",   "还有",
  "这个",   "这么",   "这些",     "这使得", "这样",     "这次",   "这种",   "这里",   "进入",
  "进行",   "通常",   "通过",     "造成",   "遇到",     "那个",   "那么",   "那些",   "那样",
  "那种",   "那里",   "部分",     "都是",   "除了",     "随着",   "需要",   "非常",   "首先",
};
static const char *const japanese[] = {
  "あなた",   "あの",   "ある",     "いう",     "いま",     "いる",   "および", "おり",   "かつ",
  "から",     "こと",   "この",     "これ",     "さらに",   "しかし", "して",   "する",   "そして",
  "その",     "それ",   "ただし",   "たち",     "たとえば", "ため",   "だけ",   "つまり", "できる",
  "です",     "でも",   "という",   "とき",     "ところ",   "として", "とても", "どの",   "どれ",
  "など",     "なり",   "なる",     "について", "によって", "による", "ので",   "のみ",   "ほか",
  "ほとんど", "ます",   "また",     "または",   "まで",     "もの",   "よう",   "より",   "れる",
  "わけ",     "わたし", "われわれ", "今回",     "以下",     "場合",   "自分",
};

static bool listed(const char *const *list, size_t count, Str word) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t mid = (low + high) / 2;
    int order = str_cmp(word, str_c(list[mid]));
    if (order == 0) return true;
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  return false;
}

#define LISTED(list, word) listed((list), sizeof(list) / sizeof *(list), (word))

bool terms_stop(Str folded, Str language) {
  bool zh = lang_is(language, "zh"), ja = lang_is(language, "ja");
  if (zh || ja || folded.n == 0 || (unsigned char)folded.p[0] >= 0xE0)
    if (LISTED(chinese, folded) || LISTED(japanese, folded)) return true;
  if (zh || ja || lang_is(language, "ko") || lang_is(language, "en") || !language.n)
    return LISTED(english, folded);
  return false;
}
