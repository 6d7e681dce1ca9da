//! Compares whole files byte by byte: 41 front matters and bodies, as js-yaml 4 writes them.
//!
//! The hash of each file is git's blob hash, by which a client of samduke-cms detects changes.

use weft_markdown::{blob, file};

/// The name of the case, the front matter as JSON, the body, the file, the git hash of the file.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[test]
fn files_are_written_byte_for_byte() {
    for (name, frontmatter, body, expected, sha) in CASES {
        let members = weft_domain::json::members(frontmatter).unwrap();
        let members = members.iter().map(|(name, value)| (name.as_ref(), value.get()));
        let written = file::render(members, body).unwrap();
        assert_eq!(&written, expected, "{name}");
        assert_eq!(&blob::sha(written.as_bytes()), sha, "{name}");
    }
}

#[test]
fn written_files_are_read_back() {
    for (name, frontmatter, body, file, _) in CASES {
        let read = file::read(file).unwrap();
        let mut sent: serde_json::Value = serde_json::from_str(frontmatter).unwrap();
        sent.as_object_mut().unwrap().retain(|_, value| !value.is_null() && value != "");
        assert_eq!(read.frontmatter, sent, "{name}");
        assert_eq!(read.body, file::body_read_back(body), "{name}");
    }
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    (
        "title and body",
        r#"{"title":"A"}"#,
        "\n\nBody\n",
        "---\ntitle: A\n---\n\nBody\n\n",
        "8b013a78686727ac1f460d9d8f5bbf9bbfcd7a76",
    ),
    (
        "nothing",
        r#"{}"#,
        "",
        "---\n{}\n---\n\n",
        "b053bb3739acac83454bf472da5cc96158f51433",
    ),
    (
        "seed example",
        r#"{"title":"Hello","date":"2025-02-03","draft":true}"#,
        "My first post.",
        "---\ntitle: Hello\ndate: \"2025-02-03\"\ndraft: true\n---\n\nMy first post.\n",
        "52c217b40a53ee4355ad0e74b6677ce3670a4d86",
    ),
    (
        "dropped members",
        r#"{"title":"Kept","subtitle":"","hero":null,"views":0,"hidden":false}"#,
        "x\n",
        "---\ntitle: Kept\nviews: 0\nhidden: false\n---\n\nx\n\n",
        "dbf2aca49f1a4f6c7a19a190f2397160083216d0",
    ),
    (
        "dropped only at the top",
        r#"{"meta":{"subtitle":"","hero":null},"tags":["",null,"z"]}"#,
        "x\n",
        "---\nmeta:\n  subtitle: \"\"\n  hero: null\ntags:\n  - \"\"\n  - null\n  - z\n---\n\nx\n\n",
        "b04cbf5fe5b909bc2111f7ab3353e07ab4c80278",
    ),
    (
        "strings that look like dates",
        r#"{"day":"2024-12-31","moment":"2024-12-31T23:59:59.000Z","loose":"2024-12-31 23:59:59","month":"2024-12"}"#,
        "x\n",
        "---\nday: \"2024-12-31\"\nmoment: \"2024-12-31T23:59:59.000Z\"\nloose: \"2024-12-31 23:59:59\"\nmonth: 2024-12\n---\n\nx\n\n",
        "b5d9da5c265c4eb059d6992345e5d74f227bd6a7",
    ),
    (
        "strings that look like numbers",
        r#"{"int":"42","neg":"-42","float":"3.14","exp":"2e5","hex":"0xFF","octal":"0o755","old":"0755","dot":".25","inf":".inf","nan":".nan","plus":"+7"}"#,
        "x\n",
        "---\nint: \"42\"\nneg: \"-42\"\nfloat: \"3.14\"\nexp: \"2e5\"\nhex: \"0xFF\"\noctal: \"0o755\"\nold: \"0755\"\ndot: \".25\"\ninf: \".inf\"\nnan: \".nan\"\nplus: \"+7\"\n---\n\nx\n\n",
        "eee267dfa7d16311e9b25c83d7859828d9a90da2",
    ),
    (
        "numbers",
        r#"{"int":42,"neg":-42,"float":3.14,"small":2.5e-07,"large":3e+21,"zero":0,"edge":9007199254740990}"#,
        "x\n",
        "---\nint: 42\nneg: -42\nfloat: 3.14\nsmall: 2.5e-7\nlarge: 3e+21\nzero: 0\nedge: 9007199254740990\n---\n\nx\n\n",
        "d654010e7ad439d65e3f602413edabb98845de17",
    ),
    (
        "strings that look like booleans and null",
        r#"{"a":"true","b":"False","c":"null","d":"~","e":"NULL","f":"tRuE"}"#,
        "x\n",
        "---\na: \"true\"\nb: \"False\"\nc: \"null\"\nd: \"~\"\ne: \"NULL\"\nf: tRuE\n---\n\nx\n\n",
        "83c61760c67018612d7f0b6d350c3a0f5e487baa",
    ),
    (
        "words of YAML 1.1",
        r#"{"a":"yes","b":"No","c":"on","d":"OFF","e":"y","f":"N"}"#,
        "x\n",
        "---\na: \"yes\"\nb: \"No\"\nc: \"on\"\nd: \"OFF\"\ne: \"y\"\nf: \"N\"\n---\n\nx\n\n",
        "d22eec467619d401f5ffadb3a696300bf986c078",
    ),
    (
        "keys of YAML 1.1",
        r#"{"yes":1,"N":2,"off":3,"null":4,"true":5}"#,
        "x\n",
        "---\n\"yes\": 1\n\"N\": 2\n\"off\": 3\n\"null\": 4\n\"true\": 5\n---\n\nx\n\n",
        "2e1a745061880118afe6b515662c79ee1b3849a7",
    ),
    (
        "sexagesimal",
        r#"{"time":"10:45","long":"10:45:30","ratio":"16:9"}"#,
        "x\n",
        "---\ntime: \"10:45\"\nlong: \"10:45:30\"\nratio: \"16:9\"\n---\n\nx\n\n",
        "5a54c48956670d18fbc2592e3de11f840c2964ba",
    ),
    (
        "booleans and lists",
        r#"{"on_air":true,"off_air":false,"flags":[true,false,null,1,"one"]}"#,
        "x\n",
        "---\non_air: true\noff_air: false\nflags:\n  - true\n  - false\n  - null\n  - 1\n  - one\n---\n\nx\n\n",
        "7998b77bf5704205e1c38de579e33294344a64b7",
    ),
    (
        "empty list and map",
        r#"{"list":[],"map":{},"nest":{"list":[],"map":{}}}"#,
        "x\n",
        "---\nlist: []\nmap: {}\nnest:\n  list: []\n  map: {}\n---\n\nx\n\n",
        "2ff881df9fd51b536d00ebe439ab467b1cf57acd",
    ),
    (
        "lists in lists",
        r#"{"grid":[[1,2],[3,[4]],[]]}"#,
        "x\n",
        "---\ngrid:\n  - - 1\n    - 2\n  - - 3\n    - - 4\n  - []\n---\n\nx\n\n",
        "c710ee300c05e2a1d41c22fd3fd9c1d447a76cbe",
    ),
    (
        "maps in lists",
        r#"{"people":[{"name":"Ann","roles":["a","b"]},{"name":"Bob"},{}]}"#,
        "x\n",
        "---\npeople:\n  - name: Ann\n    roles:\n      - a\n      - b\n  - name: Bob\n  - {}\n---\n\nx\n\n",
        "540461024fdb5f7c357b10519b7d3b6794eaabe5",
    ),
    (
        "maps in maps",
        r#"{"seo":{"title":"T","open":{"image":"/a.png","size":{"w":1,"h":2}}}}"#,
        "x\n",
        "---\nseo:\n  title: T\n  open:\n    image: /a.png\n    size:\n      w: 1\n      h: 2\n---\n\nx\n\n",
        "e06bbfabb0bd9675bdba22b8cd8a455cd07e5862",
    ),
    (
        "key order",
        r#"{"z":1,"y":2,"x":3,"a":4}"#,
        "x\n",
        "---\nz: 1\n\"y\": 2\nx: 3\na: 4\n---\n\nx\n\n",
        "865d9a887da3b4f42b74f299d3a0fbcd24ec5215",
    ),
    (
        "colon and hash",
        r##"{"a":"key: value","b":"key:value","c":"ends:","d":"a #comment","e":"a#no comment","f":"#tag","g":":emoji:"}"##,
        "x\n",
        "---\na: \"key: value\"\nb: key:value\nc: \"ends:\"\nd: \"a #comment\"\ne: a#no comment\nf: \"#tag\"\ng: \":emoji:\"\n---\n\nx\n\n",
        "b6e62c6d9a113953b66e95f55295477203825980",
    ),
    (
        "indicators",
        r#"{"a":"- dash","b":"-dash","c":"? q","d":"&anchor","e":"*alias","f":"!tag","g":"|","h":">","i":"%d","j":"@me","k":"`x`","l":"[x]","m":"{x}","n":"x, y","o":"="}"#,
        "x\n",
        "---\na: \"- dash\"\nb: \"-dash\"\nc: \"? q\"\nd: \"&anchor\"\ne: \"*alias\"\nf: \"!tag\"\ng: \"|\"\nh: \">\"\ni: \"%d\"\nj: \"@me\"\nk: \"`x`\"\nl: \"[x]\"\nm: \"{x}\"\n\"n\": x, y\no: \"=\"\n---\n\nx\n\n",
        "69585aa627a2bc0036187b402760bbe722371d03",
    ),
    (
        "quotes",
        r#"{"a":"can't","b":"\"quoted\"","c":"'quoted'","d":"he said \"no\"","e":"C:\\temp","f":"\\"}"#,
        "x\n",
        "---\na: can't\nb: \"\\\"quoted\\\"\"\nc: \"'quoted'\"\nd: he said \"no\"\ne: C:\\temp\nf: \\\n---\n\nx\n\n",
        "f269d5bbfd2ba7b083b93ff738dda7ef100b6b32",
    ),
    (
        "white space",
        r#"{"a":" lead","b":"trail ","c":"in  side","d":"\t","e":"a\tb","f":"   "}"#,
        "x\n",
        "---\na: \" lead\"\nb: \"trail \"\nc: in  side\nd: \"\\t\"\ne: \"a\\tb\"\nf: \"   \"\n---\n\nx\n\n",
        "25c6849b045bd131e2e86c0d04de349776669d2b",
    ),
    (
        "two lines",
        r#"{"a":"first\nsecond","b":"first\nsecond\n","c":"first\n\nthird\n\n","z":"end"}"#,
        "x\n",
        "---\na: |-\n  first\n  second\nb: |\n  first\n  second\nc: |+\n  first\n\n  third\n\nz: end\n---\n\nx\n\n",
        "808b08ef3ea9c31dada43eac55cba236b28ac571",
    ),
    (
        "lines with indentation",
        r#"{"a":"  first\nsecond","b":"first\n  second\n    third","z":"end"}"#,
        "x\n",
        "---\na: |2-\n    first\n  second\nb: |-\n  first\n    second\n      third\nz: end\n---\n\nx\n\n",
        "cd157936fd6b4d01c6d8f45e833deed84330f05c",
    ),
    (
        "line ends in values",
        r#"{"a":"a\r\nb","b":"a\rb","c":"\nstarts","z":"end"}"#,
        "x\n",
        "---\na: \"a\\r\\nb\"\nb: \"a\\rb\"\nc: |-\n\n  starts\nz: end\n---\n\nx\n\n",
        "075b7f43b5cb248c1526a94e375e8e764e10eb95",
    ),
    (
        "markdown in a value",
        r##"{"intro":"# Head\n\n- one\n- two\n\n> quote\n","fence":"---\nnot: front matter\n---\n","z":"end"}"##,
        "x\n",
        "---\nintro: |\n  # Head\n\n  - one\n  - two\n\n  > quote\nfence: |\n  ---\n  not: front matter\n  ---\nz: end\n---\n\nx\n\n",
        "2c9820ea252b4d7b2686a47848f3074ccb7c4f42",
    ),
    (
        "multi-line in lists",
        r#"{"steps":["one\ntwo\n","three"],"z":{"t":"a\nb"}}"#,
        "x\n",
        "---\nsteps:\n  - |\n    one\n    two\n  - three\nz:\n  t: |-\n    a\n    b\n---\n\nx\n\n",
        "5b6e40a00eaa0a03fbbe3be5ab8d080d29f5ef42",
    ),
    (
        "long text is not folded",
        r#"{"text":"A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes. A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes. A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes.","list":["A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes. A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes. A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes."]}"#,
        "x\n",
        "---\ntext: A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes. A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes. A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes.\nlist:\n  - A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes. A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes. A sentence that goes on for a while so that a writer with a line width would fold it, which this one never does, however long the text becomes.\n---\n\nx\n\n",
        "b40dea0f86203f9bdb377b51e40e939037bc8142",
    ),
    (
        "letters of the world",
        r#"{"a":"Cr\u00e8me br\u00fbl\u00e9e","b":"\u041f\u0440\u0438\u0432\u0435\u0442","c":"\u4f60\u597d","d":"\u3053\u3093\u306b\u3061\u306f","e":"\u05e9\u05dc\u05d5\u05dd","f":"\u0928\u092e\u0938\u094d\u0924\u0947"}"#,
        "Ångström\n",
        "---\na: Crème brûlée\nb: Привет\nc: 你好\nd: こんにちは\ne: שלום\nf: नमस्ते\n---\n\nÅngström\n\n",
        "48323cb91649c008fd6070d76b0fece6d8a04d57",
    ),
    (
        "emoji",
        r#"{"a":"\ud83c\udf88","b":"party \ud83c\udf89 time","\ud83d\udd11":"key"}"#,
        "🎈\n",
        "---\na: 🎈\nb: party 🎉 time\n🔑: key\n---\n\n🎈\n\n",
        "e2bf5f77f25adefdc8072f95887a14ef0a305704",
    ),
    (
        "control characters",
        r#"{"a":"bell\u0007","b":"esc\u001b","c":"nul\u0000","d":"del\u007f","e":"nel\u0085x"}"#,
        "x\n",
        "---\na: \"bell\\a\"\nb: \"esc\\e\"\nc: \"nul\\0\"\nd: \"del\\x7F\"\ne: \"nel\\Nx\"\n---\n\nx\n\n",
        "bb06482401463b6b27b30f9278b4022ae062f5bf",
    ),
    (
        "invisible characters",
        r#"{"a":"no\u00a0break","b":"line\u2028sep","c":"bom\ufeff","d":"soft\u00adhyphen","e":"zero\u200bwidth"}"#,
        "x\n",
        "---\na: \"no\\_break\"\nb: \"line\\Lsep\"\nc: \"bom\\uFEFF\"\nd: soft\u{ad}hyphen\ne: zero\u{200b}width\n---\n\nx\n\n",
        "32799882e78f126edb0a3c48ce6256774ee6414b",
    ),
    (
        "odd keys",
        r##"{"two words":1,"a: b":2,"#h":3,"- d":4,"2024-12-31":5,"-7":6,"it's":7,"\"q\"":8," s ":9,"line\nbreak":10}"##,
        "x\n",
        "---\ntwo words: 1\n\"a: b\": 2\n\"#h\": 3\n\"- d\": 4\n\"2024-12-31\": 5\n\"-7\": 6\nit's: 7\n\"\\\"q\\\"\": 8\n\" s \": 9\n\"line\\nbreak\": 10\n---\n\nx\n\n",
        "78aa579516665aa7be0a8651538a41338791b934",
    ),
    (
        "dotted and namespaced keys",
        r#"{"og:image":"x","a.b":"y","a/b":"z","$ref":1,"\u00fcn\u00ef":2}"#,
        "x\n",
        "---\nog:image: x\na.b: \"y\"\na/b: z\n$ref: 1\nünï: 2\n---\n\nx\n\n",
        "a9a491c3ce43bd60081cf403864482ed63e1b11e",
    ),
    (
        "body with CRLF",
        r#"{"title":"W"}"#,
        "\r\nOne\r\nTwo\r\n",
        "---\ntitle: W\n---\n\nOne\r\nTwo\r\n\n",
        "39946702d3966b53902fcc42d69c83053c83774c",
    ),
    (
        "body with a byte order mark",
        r#"{"title":"B"}"#,
        "\u{feff}Text\n",
        "---\ntitle: B\n---\n\nText\n\n",
        "ff90205ee3bdbbf98c420f5ab1d66997f71bb72a",
    ),
    (
        "body of white space",
        r#"{"title":"S"}"#,
        " \n\t\n",
        "---\ntitle: S\n---\n\n",
        "f1e982bd34e402eeb8e79c7ed2afb123794438c5",
    ),
    (
        "body without a last newline",
        r#"{"title":"N"}"#,
        "Text",
        "---\ntitle: \"N\"\n---\n\nText\n",
        "e6fedd6017f756129b9cbb78ef483a88cb351679",
    ),
    (
        "body that starts with a fence",
        r#"{"title":"F"}"#,
        "---\na: 1\n---\ntext\n",
        "---\ntitle: F\n---\n\n---\na: 1\n---\ntext\n\n",
        "d27eecee5477a845ad4f7aa2d2c4b191cb81b952",
    ),
    (
        "body that starts indented",
        r#"{"title":"I"}"#,
        "    code\n    more\n",
        "---\ntitle: I\n---\n\ncode\n    more\n\n",
        "dc4d44f42a0511076e5cbc8bb1e0354a1e66773f",
    ),
    (
        "urls and mail",
        r#"{"url":"https://host.example/p?q=1&r=2#top","mail":"me@host.example","path":"/a/b.md","win":"D:\\x","ver":"2.0.1"}"#,
        "x\n",
        "---\nurl: https://host.example/p?q=1&r=2#top\nmail: me@host.example\npath: /a/b.md\nwin: D:\\x\nver: 2.0.1\n---\n\nx\n\n",
        "d68dadc738d1c78141adb11c3b9967dd02acb4bf",
    ),
];
