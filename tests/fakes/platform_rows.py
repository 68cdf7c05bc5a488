"""A consultation as the platform lists it."""

ROW = {
    "consultation_id": 7,
    "status": "in_process",
    "creator_member_id": 3,
    "creator_member_name": "王秀英",
    "target_member_id": 4,
    "target_member_name": "王小宝",
    "team_id": 5,
    "team_name": "儿科",
    "doctor_ids": [1, 2],
    "symptom_content": "发烧两天",
    "symptom_type": "text",
    "images": ["/media/1.jpg"],
    "created": 1_700_000_000_000,
}
