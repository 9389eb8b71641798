package com.veetssuites.platform.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The words that demo data is put together from. */
final class Vocabulary {

  static final List<String> FIRST_NAMES =
      list(
          """
          Aaliyah, Adriana, Ahmed, Aiko, Aisha, Alejandro, Amara, Amelia, Ana, Anders, Anika, Antoine, Arjun, Astrid,
          Ayesha, Beatriz, Ben, Bianca, Bongani, Camila, Carlos, Chiara, Chidi, Chloë, Clara, Daniel, David, Deepa,
          Diego, Dmitri, Elena, Elif, Emeka, Emily, Emma, Erik, Esther, Ewa, Farah, Fatima, Felix, Femi, Finn, Freya,
          Gabriel, Giulia, Grace, Hana, Hannah, Hassan, Helena, Henrik, Hiroshi, Hugo, Ibrahim, Imani, Ingrid, Isabel,
          Ivan, Jakub, James, Jamila, Jing, João, Jonas, José, Julia, Kaito, Karim, Katarína, Kavya, Kenji, Kwame,
          Lars, Laura, Layla, Leila, Liam, Lina, Linh, Lucas, Lucía, Magnus, Maja, Malik, Marco, Maria, Marta, Mateo,
          Maya, Mei, Mina, Mohammed, Mónica, Nadia, Naomi, Ngozi, Nikhil, Nina, Noah, Noor, Olga, Oliver, Omar, Paula,
          Pedro, Petra, Priya, Rafael, Rahul, Raj, Renée, Rosa, Ruth, Sakura, Samir, Sara, Sebastián, Sofia, Stefan,
          Sven, Tariq, Tereza, Thabo, Thomas, Tomás, Uchenna, Valentina, Vera, Viktor, Wanjiru, Wei, Xin, Yara, Yuki,
          Yusuf, Zainab, Zanele, Zofia, Zoë
          """);

  static final List<String> LAST_NAMES =
      list(
          """
          Abebe, Abubakar, Adeyemi, Ahmadi, Almeida, Andersen, Anderson, Bakker, Banerjee, Barbosa, Bauer, Becker,
          Benítez, Bennett, Bergström, Bianchi, Brown, Campbell, Carvalho, Castillo, Chanda, Chen, Chowdhury, Clarke,
          Cohen, Costa, Cruz, Davies, Delgado, Desai, Dlamini, Dubois, Duarte, Eriksson, Evans, Fernández, Ferrari,
          Fischer, Fofanah, Fontaine, Fujimoto, García, Garner, Ghosh, Gómez, González, Green, Gupta, Haddad, Hansen,
          Hashimoto, Hernández, Hoffmann, Horvat, Hussain, Ibáñez, Ishikawa, Ivanova, Iyer, Jackson, Jansen, Johansson,
          Joshi, Kamau, Kapoor, Kaya, Keller, Khan, Kim, Kimura, Kovač, Kowalska, Kumar, Larsen, Laurent, Lee, Lefèvre,
          Lehmann, Lindqvist, López, Mahlangu, Marino, Martin, Martínez, Mbeki, Meyer, Mitchell, Mohamed, Moreau,
          Moreno, Morris, Müller, Mukherjee, Mwangi, Nakamura, Ndiaye, Nguyen, Nielsen, Novák, Nowak, O'Brien, Okafor,
          Okonkwo, Oliveira, Osei, Owusu, Öztürk, Park, Patel, Pereira, Petrov, Pham, Popescu, Rahman, Ramírez, Rao,
          Ricci, Richter, Roberts, Rodrigues, Romano, Rossi, Ryan, Sánchez, Santos, Sato, Schmidt, Sharma, Silva, Singh,
          Sithole, Smith, Söderberg, Suzuki, Takahashi, Tanaka, Taylor, Thompson, Torres, Tran, Vargas, Visser, Wagner,
          Walker, Wang, Watanabe, Weber, Williams, Wójcik, Wright, Yamamoto, Yilmaz, Zhang, Zimmermann
          """);

  static final List<Subject> SUBJECTS =
      List.of(
          Subject.of(
              "Programming",
              "Software Developer",
              """
              Python, Java, TypeScript, Rust, Go, Kotlin, C++, SQL, Functional Programming, Object-Oriented Design,
              Algorithms, Data Structures, Unit Testing, Refactoring, Version Control with Git, Regular Expressions,
              Concurrency, Compilers, Design Patterns, Code Review, Debugging, Command-Line Tools, Game Programming,
              Domain-Driven Design
              """),
          Subject.of(
              "Web Development",
              "Web Developer",
              """
              HTML and CSS, JavaScript, React, Vue, Django, Spring Boot, REST APIs, GraphQL, Web Accessibility,
              Web Performance, Web Security, Responsive Design, Progressive Web Apps, Server-Side Rendering,
              Browser Automation, Content Management Systems, WebSockets, Animation on the Web, Payment Integration,
              Search Engine Optimization, Web Components, Single Sign-On, Full-Stack Development, Static Sites
              """),
          Subject.of(
              "Data Science",
              "Data Analyst",
              """
              Statistics, Data Visualization, Machine Learning, Deep Learning, Natural Language Processing, Pandas,
              Time Series Forecasting, Bayesian Inference, Experiment Design, Recommender Systems, Data Cleaning,
              Computer Vision, Spreadsheets, Survey Analysis, Geospatial Data, Feature Engineering, Causal Inference,
              Business Intelligence, Data Ethics, Large Language Models, Anomaly Detection, Graph Analytics,
              Dashboards, R
              """),
          Subject.of(
              "Cloud and Operations",
              "Platform Engineer",
              """
              Linux, Docker, Kubernetes, Terraform, Continuous Delivery, Observability, PostgreSQL Administration,
              Redis, Networking, Incident Response, Site Reliability, Infrastructure as Code, Cloud Security,
              Message Queues, Capacity Planning, Backup and Recovery, Serverless Computing, Load Balancing,
              Identity Management, Shell Scripting, Database Tuning, Chaos Engineering, Cost Control in the Cloud,
              Distributed Systems
              """),
          Subject.of(
              "Design",
              "Product Designer",
              """
              Typography, Color Theory, User Research, Interaction Design, Figma, Logo Design, Design Systems,
              Illustration, Information Architecture, Prototyping, Motion Graphics, Product Photography, Icon Design,
              Usability Testing, Service Design, Print Layout, 3D Modeling, Packaging Design, UX Writing,
              Interior Design, Brand Identity, Sketching, Design Critique, Poster Design
              """),
          Subject.of(
              "Business",
              "Business Consultant",
              """
              Business Planning, Negotiation, Project Management, Financial Modeling, Product Management, Leadership,
              Operations Management, Supply Chains, Pricing, Business Law, Change Management, Remote Teams,
              Strategic Thinking, Customer Success, Fundraising, Hiring, Agile Methods, Business Analytics,
              Risk Management, Time Management, Meetings That Work, Franchising, Procurement, Social Enterprise
              """),
          Subject.of(
              "Marketing",
              "Marketing Specialist",
              """
              Content Marketing, Email Marketing, Social Media, Copywriting, Market Research, Public Relations,
              Conversion Optimization, Storytelling, Brand Strategy, Influencer Campaigns, Video Marketing,
              Marketing Analytics, Community Building, Paid Search, Product Launches, Newsletters, Podcasting,
              Customer Journeys, Event Marketing, Local Marketing, Sales Funnels, Positioning, Trade Fairs,
              Growth Experiments
              """),
          Subject.of(
              "Languages",
              "Language Teacher",
              """
              Spanish, French, German, Italian, Portuguese, Japanese, Mandarin Chinese, Korean, Arabic, Swahili,
              Hindi, Turkish, Dutch, Swedish, Polish, Greek, Sign Language, Business English, Academic English,
              English Pronunciation, Translation, Latin, Vietnamese, Creative Writing in English
              """),
          Subject.of(
              "Mathematics and Science",
              "Science Educator",
              """
              Calculus, Linear Algebra, Probability, Discrete Mathematics, Classical Mechanics, Quantum Physics,
              Organic Chemistry, Genetics, Astronomy, Climate Science, Neuroscience, Number Theory, Game Theory,
              Electronics, Microbiology, Ecology, Differential Equations, Thermodynamics, Geology, Human Anatomy,
              Scientific Writing, Lab Techniques, Optics, Mathematical Proof
              """),
          Subject.of(
              "Music",
              "Musician",
              """
              Piano, Acoustic Guitar, Music Theory, Songwriting, Music Production, Singing, Jazz Improvisation,
              Drums, Violin, Ear Training, Mixing and Mastering, Electronic Music, Film Scoring, Choir Conducting,
              Bass Guitar, Sight Reading, Sound Design, Orchestration, Ukulele, Harmony, Music History,
              Home Recording, Rhythm, Saxophone
              """),
          Subject.of(
              "Health and Well-Being",
              "Health Coach",
              """
              Nutrition, Yoga, Meditation, Strength Training, First Aid, Sleep, Stress Management, Running,
              Physiotherapy Basics, Mental Health at Work, Pilates, Public Health, Healthy Cooking, Sports Psychology,
              Ergonomics, Habit Building, Breathing Techniques, Healthy Aging, Mobility, Elder Care,
              Child Development, Nursing Skills, Herbal Medicine, Mindful Eating
              """),
          Subject.of(
              "Arts and Humanities",
              "Writer and Lecturer",
              """
              Creative Writing, Watercolor, Oil Painting, Photography, Film Studies, World History, Philosophy,
              Ethics, Art History, Ceramics, Poetry, Screenwriting, Architecture, Archaeology, Acting,
              Public Speaking, Journalism, Political Theory, Anthropology, Calligraphy, Drawing, Literary Criticism,
              Urban Planning, Psychology
              """));

  private static final String TOPIC = "{}";

  private static final List<String> FORMS =
      Stream.of(
              Stream.of(
                  "Introduction to {}",
                  "{} from Scratch",
                  "Practical {}",
                  "Advanced {}",
                  "{} in Depth",
                  "{}: The Complete Course",
                  "Mastering {}",
                  "{} Fundamentals",
                  "{} by Example",
                  "Understanding {}",
                  "{} Workshop",
                  "The Essentials of {}",
                  "A Short Course in {}",
                  "{}, Step by Step"),
              list(
                      """
                      Beginners, Working Professionals, Teams, Career Changers, Educators, Small Businesses,
                      Curious Minds, Engineers, Managers, Freelancers, Students, Researchers, Nonprofits, Start-ups
                      """)
                  .stream()
                  .map(audience -> "{} for " + audience),
              list(
                      """
                      Theory and Practice, A Hands-On Guide, Methods and Case Studies, From First Steps to First Project,
                      Tools and Techniques, Common Mistakes and How to Avoid Them, Ten Projects in Ten Weeks,
                      A Project-Based Introduction, What the Textbooks Leave Out, Patterns That Last,
                      Principles and Practice, Questions and Answers, An Evening Course, A Weekend Intensive
                      """)
                  .stream()
                  .map(angle -> "{}: " + angle))
          .flatMap(forms -> forms)
          .toList();

  private static final int TOPICS_OF_A_SUBJECT = 24;

  /** How many different titles there are. */
  static final int TITLES = SUBJECTS.size() * TOPICS_OF_A_SUBJECT * FORMS.size();

  private static final List<String> OPENINGS =
      List.of(
          "The best way to learn {} is to do it, and that is how this course works.",
          "Everything you need to become confident with {}.",
          "A friendly, thorough course on {}, kept up to date with how it is practised today.",
          "Why do some people find {} easy? Mostly because somebody explained the basics well.",
          "This course takes {} apart, piece by piece, and puts it together again.",
          "Few things look as hard from the outside as {}. With the right order of steps they are not.",
          "Learn {} from someone with more than ten years of practice.",
          "Six weeks that will change how you think about {}.");

  private static final List<String> CONTENTS =
      List.of(
          "We also look at how it connects to %s and %s.",
          "Along the way you will meet %s, and a little %s where it helps.",
          "Later modules build bridges to %s and %s.",
          "Previous knowledge of %s or %s is useful, but not required.",
          "Guest lectures cover %s and %s.",
          "If you have taken a course on %s or %s before, you will feel at home.");

  private static final List<String> FORMATS =
      List.of(
          "Weekly live sessions, short assignments, and feedback on each of them.",
          "Every module ends with a small project that you can show to others.",
          "All sessions are recorded, so you can follow at your own pace.",
          "Plan for about three hours a week, and a little more towards the end.",
          "You will work in groups of four, with a mentor for each group.",
          "Exercises are graded within two days, with comments from the instructor.",
          "Bring your own problem: the last two sessions are all about the projects of participants.",
          "Small groups, many questions, no slides.");

  private static final List<String> OUTCOMES =
      List.of(
          "At the end you receive a certificate and an entry for your portfolio.",
          "You will leave with a finished project and the skills to start the next one.",
          "Suitable for newcomers and for those who want to refresh what they know.",
          "Graduates of this course have moved on to work as a %s.",
          "A first step for everyone who wants to become a %s.",
          "Bring curiosity; everything else is provided.",
          "No previous knowledge is required.",
          "After the course, alumni meet once a month to keep going.");

  private static final List<String> SESSIONS =
      List.of(
          "Live Q&A: {}",
          "{}: Live Workshop",
          "{}: Project Review",
          "{}: Kick-Off",
          "{}: Office Hours",
          "{}: Guest Lecture",
          "{}: Group Work and Feedback",
          "{}: Deep Dive",
          "{}: Recap and Outlook",
          "{}: Case Study");

  private Vocabulary() {}

  /** The items of a text that separates them by commas. */
  static List<String> list(String text) {
    return Stream.of(text.strip().split(",\\s*", -1)).toList();
  }

  static Subject subject(int title) {
    return SUBJECTS.get(title % SUBJECTS.size());
  }

  private static String topic(int title) {
    return subject(title).topics().get(title / SUBJECTS.size() % TOPICS_OF_A_SUBJECT);
  }

  /** One of the {@link #TITLES} titles. */
  static String title(int title) {
    String form = FORMS.get(title / SUBJECTS.size() / TOPICS_OF_A_SUBJECT);
    return form.replace(TOPIC, topic(title));
  }

  /** What the course with this title is about, in some sentences. */
  static String description(int title, Draw draw) {
    Subject subject = subject(title);
    var text = new StringBuilder(draw.of(OPENINGS).replace(TOPIC, topic(title)));
    if (draw.chance(0.7)) {
      String one = draw.of(subject.topics());
      String other = draw.of(subject.topics());
      if (!one.equals(other) && !one.equals(topic(title)) && !other.equals(topic(title))) {
        text.append(' ').append(draw.of(CONTENTS).formatted(one, other));
      }
    }
    text.append(' ').append(draw.of(FORMATS));
    if (draw.chance(0.7)) {
      String profession = subject.profession().toLowerCase(Locale.ROOT);
      text.append(' ').append(draw.of(OUTCOMES).formatted(profession));
    }
    return text.toString();
  }

  /** The title of a live session of the course with this title. */
  static String session(int title, Draw draw) {
    String topic = draw.chance(0.6) ? topic(title) : draw.of(subject(title).topics());
    return draw.of(SESSIONS).replace(TOPIC, topic);
  }
}
