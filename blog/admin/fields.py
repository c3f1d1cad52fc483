from django import forms
class BodyField(forms.CharField):
    def __init__(self,*a,upload_url=None,choose_url=None,**k): super().__init__(*a,**k)
class TagsField(forms.CharField):
    def __init__(self,*a,url=None,**k): super().__init__(*a,**k)
class AuthorsField(forms.ModelMultipleChoiceField):
    def __init__(self,*a,url=None,**k): super().__init__(*a,**k)
