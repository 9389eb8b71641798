"""The course list as a careful Django developer writes it: select_related, and a correlated count of the page's rows."""

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import path
from django.views.decorators.cache import cache_page
from rest_framework import generics, serializers


class User(models.Model):
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)

    class Meta:
        app_label = "courses"
        db_table = "users"


class Course(models.Model):
    title = models.CharField(max_length=200)
    description = models.TextField()
    instructor = models.ForeignKey(User, on_delete=models.CASCADE)
    price = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    is_published = models.BooleanField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "courses"
        db_table = "courses"


class Enrollment(models.Model):
    course = models.ForeignKey(Course, on_delete=models.CASCADE)
    payment_status = models.CharField(max_length=20)

    class Meta:
        app_label = "courses"
        db_table = "enrollments"


class InstructorSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "first_name", "last_name"]


class CourseSerializer(serializers.ModelSerializer):
    instructor = InstructorSerializer()
    enrollment_count = serializers.IntegerField()

    class Meta:
        model = Course
        fields = [
            "id", "title", "description", "instructor", "price", "currency", "is_published",
            "enrollment_count", "created_at", "updated_at",
        ]


class CourseList(generics.ListAPIView):
    serializer_class = CourseSerializer

    def get_queryset(self):
        completed = (
            Enrollment.objects.filter(course=OuterRef("pk"), payment_status="completed")
            .order_by()
            .values("course")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return (
            Course.objects.filter(is_published=True)
            .select_related("instructor")
            .annotate(enrollment_count=Coalesce(Subquery(completed, output_field=IntegerField()), 0))
            .order_by("-created_at", "-id")
        )


urlpatterns = [
    path("api/courses/", CourseList.as_view()),
    path("cached/courses/", cache_page(300)(CourseList.as_view())),  # stale until the time is up
]
