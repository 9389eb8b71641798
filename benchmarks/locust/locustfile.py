"""Load for a VeetsSuites server, for Locust 2: the visitors and students of ./veets load-test.

    pip install locust
    locust -f benchmarks/locust/locustfile.py --host http://localhost:8000

then http://localhost:8089, or without a browser

    locust -f benchmarks/locust/locustfile.py --host http://localhost:8000 \
        --headless --users 10 --spawn-rate 2 --run-time 30s --html report.html

Each student registers an account of their own, load-test-...@example.com. A server lets an address
register and log in 300 times in 15 minutes; start it with VEETS_ACCOUNT_LOGINS_PER_ADDRESS=100000
to have more students.
"""

import random
import secrets
import time

from locust import HttpUser, between, task
from locust.exception import StopUser

WORDS = ["data", "design", "intro", "python", "history", "music", "math", "web", "art", "law"]
POLLS = 120  # half a second each


def expect(response, *statuses):
    """Marks an answer as failed unless it has one of these statuses."""
    if response.status_code in statuses:
        return True
    response.failure(f"{response.status_code}: {response.text[:200]}")
    return False


def cv(email):
    """A CV of one page as PDF."""
    lines = [
        "Load Test",
        email,
        "",
        "Experience",
        "Performance Engineer, Example Industries, London",
        "March 2019 - present",
        f"Made {random.randrange(1000)} lists faster with Java and PostgreSQL.",
        "",
        "Skills",
        "Java, Python, SQL, PostgreSQL, Docker, Linux, Git",
    ]
    content = "BT /F1 11 Tf 15 TL 50 790 Td\n" + "".join(f"({line}) Tj T*\n" for line in lines) + "ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    pdf, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(pdf))
        pdf += f"{number} 0 obj\n{body}\nendobj\n"
    table = len(pdf)
    pdf += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    pdf += "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    pdf += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    return pdf.encode("ascii")


class Visitor(HttpUser):
    """Looks at lists, searches, looks at courses; without an account."""

    weight = 4
    wait_time = between(0.05, 0.15)

    def courses(self, name, **parameters):
        with self.client.get(
            "/api/courses/", params=parameters, name=name, catch_response=True
        ) as answer:
            if not expect(answer, 200):
                return {"count": 0, "results": []}
            page = answer.json()
            if not isinstance(page.get("count"), int):
                answer.failure("There is no count")
            return page

    def find_course(self):
        """The id of a course that was looked at; None when there is none."""
        count = self.courses("list courses")["count"]
        page = random.randint(1, min(max(count // 100, 1), 50))
        results = self.courses("list courses, another page", page=page)["results"]
        self.courses("search courses", search=random.choice(WORDS))
        if not results:
            return None
        course = random.choice(results)["id"]
        with self.client.get(
            f"/api/courses/{course}/", name="show a course", catch_response=True
        ) as answer:
            if expect(answer, 200) and answer.json()["id"] != course:
                answer.failure("It is another course")
        return course

    @task
    def look_around(self):
        self.find_course()


class Student(Visitor):
    """Logs in, finds a course, enrolls, uploads a CV, and waits until it is read."""

    weight = 1

    def on_start(self):
        self.email = f"load-test-{secrets.token_hex(8)}@example.com"
        password = secrets.token_hex(12)
        form = {
            "email": self.email,
            "password": password,
            "first_name": "Load",
            "last_name": "Test",
            "role": "student",
        }
        with self.client.post(
            "/api/auth/register/", json=form, name="register", catch_response=True
        ) as answer:
            if answer.status_code == 429:  # asked too often, which is no failure
                answer.success()
                raise StopUser()
            if not expect(answer, 201):
                raise StopUser()
            token = answer.json()["access"]
        with self.client.post(
            "/api/auth/login/",
            json={"email": self.email, "password": password},
            name="log in",
            catch_response=True,
        ) as answer:
            if answer.status_code == 429:
                answer.success()
            elif expect(answer, 200):
                token = answer.json()["access"]
        self.client.headers["Authorization"] = f"Bearer {token}"

    @task
    def look_around(self):
        course = self.find_course()
        if course is not None:
            self.enroll(course)
        location = self.upload()
        if location and self.processed(location):
            with self.client.get(
                "/api/portfolio/", name="my portfolio", catch_response=True
            ) as answer:
                if expect(answer, 200) and answer.json()["status"] != "processed":
                    answer.failure(f"The CV is {answer.json()['status']}")

    def enroll(self, course):
        with self.client.post(
            f"/api/courses/{course}/enroll/", name="enroll", catch_response=True
        ) as answer:
            # 200: enrolled in an earlier round
            if expect(answer, 200, 201) and answer.json()["course"]["id"] != course:
                answer.failure("It is another course")
        with self.client.get(
            "/api/users/enrollments/", name="my enrollments", catch_response=True
        ) as answer:
            if expect(answer, 200) and answer.json()["count"] < 1:
                answer.failure("There is no enrollment")

    def upload(self):
        """Where the task is that reads the CV; None when the server holds enough uploads."""
        with self.client.post(
            "/api/portfolio/",
            files={"file": ("cv.pdf", cv(self.email), "application/pdf")},
            name="upload a CV",
            catch_response=True,
        ) as answer:
            if answer.status_code == 503 and "Too many files" in answer.text:
                answer.success()
                return None
            if not expect(answer, 200, 201):
                return None
            return answer.headers["Link"].split(">")[0].lstrip("<")

    def processed(self, location):
        for _ in range(POLLS):
            time.sleep(0.5)  # Locust's own, which lets the other users go on
            with self.client.get(location, name="poll the task", catch_response=True) as answer:
                if not expect(answer, 200):
                    return False
                state = answer.json()["state"]
                if state == "succeeded":
                    return True
                if state not in ("scheduled", "queued", "running"):
                    answer.failure(f"The task is {state}")
                    return False
        return False
